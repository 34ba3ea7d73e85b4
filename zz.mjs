import { check } from 'recheck';
const all = [["(?:ey[JA][\\w-]{1,100})?(?:\\.|%2E)ey[JA][\\w-]+(?:\\.|%2E)[\\w-]*",'g'],["(^(?:import|(?:import|export)\\b[^'\"();=]*?\\bfrom)\\s*|\\bimport\\(\\s*|\\bimport\\.meta\\.resolve\\(\\s*)(['\"])([^'\"\\n]+)\\2",'gm'],["\\b[1-9]\\d{0,14}(?:-|(?:\\.|%2E)\\d{1,15}(?:\\.|%2E))[0-9a-f]{48}\\b",'gi']];
for (const [p, f] of all) {
  const a = performance.now(); const r = await check(p, f, { randomSeed: 1, timeout: 150_000, attackTimeout: 150_000, incubationTimeout: 150_000 }); console.log(Math.round(performance.now()-a), r.status, r.checker, r.complexity?.summary, p, r.error);
}
process.exit(0);
