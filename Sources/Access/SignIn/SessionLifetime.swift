/// How long sessions and sign-ins last, in seconds.
public enum SessionLifetime {
    /// A session in all.
    public static let total = 36_000
    /// A session that is not used.
    public static let idle = 1_800
    /// After so many seconds the role is asked for again.
    public static let role = 900
    /// A sign-in that was begun.
    public static let signIn = StartedSignIn.lifetime
}
