import Crypto
import Foundation
import Identity
import Migrations
import PlatformProtocol

/// The keys and secrets of a checkout: each is made once and stays in a file that only its owner can read. A file has the
/// name of the variable that says where it is, without the `_FILE` at its end.
public struct SecretStore: Sendable {
    let folder: String

    init(folder: String) {
        self.folder = folder
    }

    /// Those of a checkout, or of whatever folder stands in its place in an image.
    public init(in folder: RunFolder) {
        self.init(folder: folder.secrets)
    }

    /// Makes everything that is missing, for processes that something else starts. Returns how many files there are.
    public func makeAll() throws(LocalPlatformError) -> Int {
        _ = try internalKeys()
        _ = try tokenKeySet()
        _ = try file("RISHI_CURSOR_KEY")
        for database in ServiceDatabase.allCases {
            for role in ServiceDatabase.Role.allCases { _ = try file(database.passwordVariable(of: role)) }
        }
        // What cannot be listed has just been written.
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
    }

    /// The file of a secret that a process is given as it is; made of chance the first time.
    func file(_ variable: String) throws(LocalPlatformError) -> String {
        let path = "\(folder)/\(variable)"
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        try writePrivately(Base64.url.encode(SecureRandom.bytes(LocalPlatformLimits.secretBytes).span), to: path)
        return path
    }

    func contents(_ variable: String) throws(LocalPlatformError) -> String {
        String(decoding: try bytes(of: try file(variable)), as: UTF8.self)
    }

    /// The file of the gateway's key for internal tokens, and that of the public halves the services verify them with.
    func internalKeys() throws(LocalPlatformError) -> (own: String, set: String) {
        let own = "\(folder)/RISHI_INTERNAL_KEY"
        let set = "\(folder)/RISHI_INTERNAL_KEYS"
        let seed = try bytes(of: try file("RISHI_INTERNAL_KEY"))
        do {
            let key = try InternalKeys.signingKey(seed.span, owner: .gateway, name: Self.keyName)
            try writePrivately(JWKSet.document(of: [try key.verificationKey]), to: set)
        } catch {
            throw .notUsable(own, why: "it holds no key: remove it, and another is made")
        }
        return (own, set)
    }

    /// The file of the public half of the key that users' tokens are signed with here.
    func tokenKeySet() throws(LocalPlatformError) -> String {
        let set = "\(folder)/RISHI_JWT_JWKS"
        _ = try file(Self.tokenSeed)
        do {
            try writePrivately(JWKSet.document(of: [try tokenKey().verificationKey]), to: set)
        } catch {
            throw .notUsable("\(folder)/\(Self.tokenSeed)", why: "it holds no key: remove it, and another is made")
        }
        return set
    }

    /// The key that users' tokens are signed with; refused where nothing was started before.
    func tokenKey() throws(LocalPlatformError) -> SigningKey {
        let path = "\(folder)/\(Self.tokenSeed)"
        guard FileManager.default.fileExists(atPath: path) else { throw .neverStarted(folder) }
        let text = try bytes(of: path)
        do {
            guard let seed = Base64.url.decode(text.span) else { throw KeyFault.malformed }
            return try .ed25519(seed: SecretBytes(seed.span), keyID: "local")
        } catch {
            throw .notUsable(path, why: "it holds no key: remove it, and another is made")
        }
    }

    static let keyName = "1"
    private static let tokenSeed = "user-token-key"

    private func bytes(of path: String) throws(LocalPlatformError) -> [UInt8] {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw .notUsable(path, why: "it cannot be read")
        }
        return Array(contents)
    }
}
