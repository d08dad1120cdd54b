import Foundation
import JSON
import Testing
import TokenTesting

/// A browser that signs in at an OpenID provider, with real redirects, at services that run.
@Suite(.timeLimit(.minutes(10))) struct SignInTests {
    /// A port that nobody listens on: the public URL has to be known before the service chooses one.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, size)
                _ = getsockname(descriptor, address, &size)
            }
            return Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
    }

    private static func settings(_ provider: String, _ service: String, secretFile: String) -> [String: String] {
        [
            "MAINTIEN_ACCESS_ISSUER": provider, "MAINTIEN_ACCESS_AUDIENCE": "maintien", "MAINTIEN_ACCESS_KEYS": provider + "/keys",
            "MAINTIEN_ACCESS_ROLES": "clerk=clerk", "MAINTIEN_ACCESS_LOOPBACK_KEYS": "true", "MAINTIEN_PUBLIC_URL": service,
            "MAINTIEN_SIGN_IN_CLIENT": "maintien web", "MAINTIEN_SIGN_IN_SECRET_FILE": secretFile,
        ]
    }

    @Test func `a person signs in, the session outlives the service, and signing out everywhere ends it`() async throws {
        try await withDirectory { path in
            try writeSecret(Array("s3cret/+ %\n".utf8), to: "\(path)/secret")
            try await Python.whileRunning("provider.py", []) { port in
                let service = "http://127.0.0.1:\(try Self.freePort())"
                let provider = "http://127.0.0.1:\(port)"
                let settings = Self.settings(provider, service, secretFile: "\(path)/secret")
                let arguments = ["--listen", String(service.dropFirst("http://".count)), "--data", "\(path)/data"]
                var serving = try await Serving.start(arguments, environment: settings)
                let (office, home) = (Browser(), Browser())
                for browser in [office, home] {
                    let page = try await browser.visit(service + "/docs")
                    #expect(page.status == 200 && page.address == service + "/docs" && page.text.contains("Maintien"))
                    #expect(browser.cookies.keys.sorted() == ["maintien"])
                }
                #expect(office.cookies != home.cookies)
                // Another browser's way back signs nobody in.
                let stranger = Browser()
                let way = try await stranger.send("GET", service + "/sign-in")
                let back = try await stranger.send("GET", way.headers["location"] ?? "").headers["location"] ?? ""
                let misled = Browser()
                let refused = try await misled.send("GET", back)
                #expect(back.hasPrefix(service + "/sign-in/callback?code=") && refused.status == 401 && misled.cookies.isEmpty)

                _ = await serving.stop()
                serving = try await Serving.start(arguments, environment: settings)
                #expect(try await office.send("GET", service + "/docs").status == 200)
                let foreign = try await office.send("POST", service + "/sign-out", headers: ["Origin": "https://evil.example"])
                #expect(foreign.status == 403 && foreign.text.contains("authentication.form"))
                #expect(try await office.send("GET", service + "/v1/worklist").status == 403)

                // Signed out everywhere by a token of the same person is shown in Access' tests; here by a form of ours.
                let form = ["Sec-Fetch-Site": "same-origin", "X-Form-Token": try await formToken(of: office.cookies["maintien"] ?? "")]
                let out = try await office.send("POST", service + "/sign-out?everywhere=true", headers: form)
                // A form may not lead to another site: the page that it leads to has a link that does.
                #expect(out.status == 303 && out.headers["location"] == "/signed-out")
                #expect(try await office.send("GET", service + "/signed-out").text.contains("href=\"/signed-out/provider\""))
                let provided = try await office.send("GET", service + "/signed-out/provider")
                #expect(provided.status == 303 && provided.headers["location"] == provider + "/end-session?client_id=maintien%20web")
                #expect(office.cookies.isEmpty)
                #expect(try await home.send("GET", service + "/docs").headers["location"] == "/sign-in?return=%2Fdocs")
                let log = await serving.stop().errors
                #expect(!log.contains("subject-1") && !log.contains("s3cret") && !log.contains("code="))
            }
        }
    }

    @Test(arguments: [
        ["SIGN_IN_CLIENT": "m"], ["SIGN_IN_SCOPES": "openid"], ["SIGN_IN_CLIENT": "m", "ACCESS_ISSUER": "https://i.example"],
        ["PUBLIC_URL": "http://maintien.example"], ["PUBLIC_URL": "https://maintien.example/path"], ["PUBLIC_URL": "https://a@b"],
        ["SIGN_IN_CLIENT": "m", "ACCESS_ISSUER": "https://i.example", "PUBLIC_URL": "https://m.example", "SIGN_IN_SCOPES": "profile"],
        ["LIMITS_FAILED_SIGN_INS": "-1"], ["LIMITS_SHOWN_PEOPLE": "many"],
    ])
    func `settings that are not whole are refused at the start, by name`(settings: [String: String]) async throws {
        try await withDirectory { path in
            let whole =
                settings["ACCESS_ISSUER"] == nil ? [:] : ["ACCESS_AUDIENCE": "a", "ACCESS_ROLES": "x=clerk", "ACCESS_KEYS": "keys.json"]
            let environment = Dictionary(uniqueKeysWithValues: settings.merging(whole) { $1 }.map { ("MAINTIEN_\($0)", $1) })
            let ending = try await Program.run(
                ["serve", "--listen", "127.0.0.1:0", "--data", "\(path)/data"],
                environment: environment.merging(["MAINTIEN_TOKEN": Serving.token]) { $1 })
            #expect(ending.status == 64, "\(ending)")
            #expect(
                ending.errors.contains("signIn.") || ending.errors.contains("publicUrl") || ending.errors.contains("limits."), "\(ending)")
        }
    }

    /// As a page of ours has it in its forms: HMAC-SHA-256 of `form` under the session. Made by another library than the service's.
    private func formToken(of session: String) async throws -> String {
        let program = "import hmac,sys; print(hmac.digest(sys.argv[1].encode(), b'form', 'sha256').hex(), end='')"
        return String(decoding: try await Python.output(running: program, [session]), as: UTF8.self)
    }
}
