// What Passwright asks of a database about sessions of browsers. A session needs no row while it
// lasts, because its cookie is signed; a row remembers that a browser logged out. Times are
// milliseconds since 1970.

export interface SessionStore {
  /**
   * Ends a session for good, whoever still has its cookie. The row stays until the cookie would end
   * by itself; rows whose time has come by `now` go in the same commit.
   */
  endSession(session: { readonly id: string; readonly expiresAt: number; readonly now: number }): Promise<void>;
  isSessionEnded(id: string): Promise<boolean>;
}
