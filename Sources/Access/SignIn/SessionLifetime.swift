/// How long sessions and sign-ins last, in seconds.
public enum SessionLifetime {
    /// A session, from its beginning.
    public static let total = 36_000
    /// A session without use.
    public static let idle = 1_800
    /// A role, until the provider has to confirm it again.
    public static let role = 900
    /// A sign-in, from its beginning.
    public static let signIn = StartedSignIn.lifetime
}
