import Access
import ArgumentParser
import HTTPAPI

extension Settings {
    /// The settings for sign-in at the issuer's OpenID provider; nil when no client is named.
    ///
    /// - Throws: the error of a wrong setting.
    func providerSettings() throws -> ProviderSettings? {
        guard let client = text("signIn.client") else {
            let other = Setting.all.map(\.key).first { $0.hasPrefix("signIn.") && text($0) != nil }
            guard let other else { return nil }
            throw ValidationError("The setting \(other) needs signIn.client: our id at the OpenID provider.")
        }
        guard text("access.issuer") != nil else {
            throw ValidationError("The setting signIn.client needs access.issuer: whose OpenID provider signs browsers in.")
        }
        guard let origin = try publicOrigin() else {
            throw ValidationError("The setting signIn.client needs publicUrl: the URL at which browsers reach the service.")
        }
        let secret = try secretFile("signIn.secretFile", holding: "the secret at the OpenID provider")
        guard secret?.isEmpty != true else { throw ValidationError("The file that signIn.secretFile names is empty.") }
        var settings = ProviderSettings(client: client, secret: secret, redirectAddress: origin + HTTPAPI.Configuration.callbackPath)
        settings.scopes = text("signIn.scopes") ?? settings.scopes
        settings.allowsLoopback = try flag("access.loopbackKeys")
        guard settings.scopes.split(separator: " ").contains("openid") else {
            throw ValidationError("The setting signIn.scopes is a list with spaces between, and holds openid.")
        }
        return settings
    }

    /// The origin at which browsers reach the service; nil when not set.
    ///
    /// - Throws: when the setting is not `https` with only a host. Tests may use `http` at 127.0.0.1.
    func publicOrigin() throws -> String? {
        guard let text = text("publicUrl") else { return nil }
        let origin = text.hasSuffix("/") ? String(text.dropLast()) : text
        let isLoopback = try flag("access.loopbackKeys") && origin.wholeMatch(of: /http:\/\/127\.0\.0\.1(:[0-9]{1,5})?/) != nil
        guard isLoopback || origin.wholeMatch(of: /https:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?/) != nil else {
            throw ValidationError("The setting publicUrl is https:// and a host in lower case, without a path, not \(text).")
        }
        return origin
    }
}
