import Foundation

/// The token every contender of the gateway bench verifies.
enum BenchToken {
    /// 48 bytes: RFC 7518 asks for at least 32 with HS256.
    static let secret = "rishi-bench-secret-rishi-bench-secret-rishi-benc"

    /// An HS256 token that lasts a day. libcrypto's own program signs it, so that a peer is never fed by our code.
    static func make() throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let claims = """
            {"iss":"https://bench.test","aud":"rishi","sub":"0192f0c1-2345-7abc-8def-0123456789ab","iat":\(now),"exp":\(now + 86_400),\
            "roles":["manager"],"org":"0192f0c1-2345-7abc-8def-0123456789ac"}
            """
        let signed = base64URL(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8)) + "." + base64URL(Data(claims.utf8))
        let file = FileManager.default.temporaryDirectory.appending(path: "rishi-bench-\(UUID().uuidString)")
        try Data(signed.utf8).write(to: file)
        // A file that stays in the temporary folder is only litter.
        defer { try? FileManager.default.removeItem(at: file) }
        let signature = try Children.output(
            of: ["openssl", "dgst", "-sha256", "-hmac", secret, "-binary", file.path(percentEncoded: false)])
        guard signature.count == 32 else { throw BenchError.unreadable("the signature openssl made") }
        return signed + "." + base64URL(signature)
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
