import Testing

@testable import Crypto

/// Keys for tests. Finding an RSA key takes a tenth of a second, so two of them serve all tests; the others are new.
enum TestKeys {
    private static let rsa = Result { try (0..<2).map { _ in try AsymmetricKey.generate(.rsa(bits: 2048)) } }

    static func rsaPair() throws -> AsymmetricKey { try rsa.get()[0] }

    /// A key pair for the algorithm; `other` never equals the first.
    static func key(_ algorithm: SignatureAlgorithm, keyID: String? = nil, other: Bool = false) throws -> SigningKey {
        guard case .rsa = algorithm.scheme else { return try .generate(algorithm, keyID: keyID) }
        let der = try #require(try rsa.get()[other ? 1 : 0].privateDER)
        let text = PEM.encode(der.span, label: PEM.privateKey)
        return try SigningKey.pem(text.span, algorithm: algorithm, keyID: keyID)
    }
}
