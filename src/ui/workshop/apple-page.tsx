// A drawing of what to look for on Apple's page: the list of services with the right one chosen.

/** Decoration beside the steps in words, so screen readers leave it out. */
export function ApplePage() {
  const rows = ['Apple Push Notification service', 'Pass Type ID Certificate', 'Website Push ID Certificate'];
  return (
    <svg class="applePage" viewBox="0 0 416 176" width="416" height="176" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="414" height="174" rx="10" fill="var(--page)" stroke="var(--line)" />
      <circle cx="18" cy="18" r="4" fill="var(--edge)" />
      <circle cx="32" cy="18" r="4" fill="var(--edge)" />
      <circle cx="46" cy="18" r="4" fill="var(--edge)" />
      <text x="20" y="56" font-size="15" font-weight="700" fill="var(--text)">
        Services
      </text>
      {rows.map((row, position) => {
        const y = 82 + position * 28;
        const isChosen = position === 1;
        return (
          <g key={row}>
            {isChosen && (
              <rect
                x="10"
                y={y - 18}
                width="330"
                height="26"
                rx="6"
                fill="none"
                stroke="var(--accent)"
                stroke-width="2"
              />
            )}
            <circle
              cx="26"
              cy={y - 5}
              r="6"
              fill="none"
              stroke={isChosen ? 'var(--accent)' : 'var(--edge)'}
              stroke-width="1.5"
            />
            {isChosen && <circle cx="26" cy={y - 5} r="3" fill="var(--accent)" />}
            <text x="42" y={y} font-size="14" font-weight={isChosen ? '700' : '400'} fill="var(--text)">
              {row}
            </text>
          </g>
        );
      })}
      <rect x="318" y="12" width="84" height="26" rx="13" fill="var(--accent)" />
      <text x="360" y="30" font-size="13" text-anchor="middle" fill="var(--on-accent)">
        Continue
      </text>
    </svg>
  );
}
