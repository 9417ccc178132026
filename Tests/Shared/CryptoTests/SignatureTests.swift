import Testing

@testable import Crypto

@Suite("Signatures")
struct SignatureTests {
    static let message = Array("a message worth signing".utf8)

    @Test("each algorithm verifies what it signed and nothing else", arguments: SignatureAlgorithm.allCases)
    func roundTrip(algorithm: SignatureAlgorithm) throws {
        let key = try TestKeys.key(algorithm, keyID: "k1")
        let other = try TestKeys.key(algorithm, other: true).verificationKey
        let verifier = try key.verificationKey
        let signature = try key.signature(of: Self.message)
        #expect(verifier.algorithm == algorithm)
        #expect(verifier.isValid(signature: signature, of: Self.message))
        #expect(!other.isValid(signature: signature, of: Self.message))
        #expect(!verifier.isValid(signature: signature, of: Array("another message".utf8)))
        #expect(!verifier.isValid(signature: [], of: Self.message))
        #expect(!verifier.isValid(signature: (signature + [0]), of: Self.message))
        #expect(!verifier.isValid(signature: ([0] + signature), of: Self.message))
        for cut in 1...4 {
            #expect(!verifier.isValid(signature: Bytes(signature.dropLast(cut)), of: Self.message))
        }
        for index in stride(from: 0, to: signature.count, by: 7) {
            var changed = signature
            changed[index] ^= 1
            #expect(!verifier.isValid(signature: changed, of: Self.message))
        }
    }

    static let rsaAlgorithms: [SignatureAlgorithm] = [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]

    @Test("a signature of one RSA algorithm is not one of another under the same key", arguments: rsaAlgorithms)
    func rsaSeparation(algorithm: SignatureAlgorithm) throws {
        let pair = try TestKeys.rsaPair()
        let signature = try pair.signature(of: Self.message, algorithm: algorithm)
        for other in Self.rsaAlgorithms {
            let valid = pair.isValid(signature: signature, of: Self.message, algorithm: other)
            #expect(valid == (other == algorithm))
        }
    }

    @Test("elliptic-curve signatures have exactly the wire's length, also when a number is short")
    func wireLength() throws {
        for algorithm in [SignatureAlgorithm.es256, .es384, .es512] {
            guard case .ecdsa(let curve) = algorithm.scheme else { continue }
            let key = try SigningKey.generate(algorithm)
            let verifier = try key.verificationKey
            // One signature in 128 has a leading zero byte in r or s, so some of these do.
            for counter in UInt16.min..<400 {
                let message = [UInt8(truncatingIfNeeded: counter), UInt8(counter >> 8)]
                let signature = try key.signature(of: message)
                #expect(signature.count == 2 * curve.byteCount)
                #expect(verifier.isValid(signature: signature, of: message))
            }
        }
    }

    static let curves: [Curve] = [.p256, .p384, .p521]

    @Test("numbers outside 1..<order never reach the library", arguments: curves)
    func ranges(curve: Curve) {
        let size = curve.byteCount
        let zero = [UInt8](repeating: 0, count: size)
        let one = Bytes(zero.dropLast()) + [1]
        let order = curve.order
        var below = order
        below[size - 1] -= 1
        let all = [UInt8](repeating: 0xff, count: size)
        #expect(order.count == size)
        #expect(ECDSASignature.der(raw: (one + below), curve: curve) != nil)
        for (r, s) in [(zero, zero), (zero, one), (one, zero), (order, one), (one, order), (all, one), (one, all)] {
            #expect(ECDSASignature.der(raw: (r + s), curve: curve) == nil)
        }
        for count in [0, 1, size, 2 * size - 1, 2 * size + 1, 16372] {
            #expect(ECDSASignature.der(raw: [UInt8](repeating: 1, count: count), curve: curve) == nil)
        }
    }

    @Test("an elliptic-curve signature in DER is refused on the wire")
    func derOnTheWire() throws {
        let key = try SigningKey.generate(.es256)
        let raw = try key.signature(of: Self.message)
        let der = try #require(ECDSASignature.der(raw: raw, curve: .p256))
        #expect(try !key.verificationKey.isValid(signature: der, of: Self.message))
    }

    @Test("an RSA signature of zero, of the modulus or above it is refused")
    func rsaRange() throws {
        let pair = try TestKeys.rsaPair()
        let modulus = try #require(pair.rsaComponents).modulus
        let forged = [[UInt8](repeating: 0, count: 256), modulus, [UInt8](repeating: 0xff, count: 256)]
        for signature in forged {
            for algorithm in Self.rsaAlgorithms {
                #expect(!pair.isValid(signature: signature, of: Self.message, algorithm: algorithm))
            }
        }
    }

    @Test("a key does not sign or verify for an algorithm of another kind")
    func fits() throws {
        let p256 = try AsymmetricKey.generate(.curve(.p256))
        for algorithm in SignatureAlgorithm.allCases {
            #expect(p256.fits(algorithm) == (algorithm == .es256))
            guard algorithm != .es256 else { continue }
            #expect(throws: CryptoFault.operationFailed) {
                try p256.signature(of: Self.message, algorithm: algorithm)
            }
        }
    }

    @Test("the first case of RFC 8032 is signed and verified as printed")
    func ed25519() throws {
        let seed = [UInt8](hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let key = try SigningKey.ed25519(seed: SecretBytes(copying: seed))
        let expected =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b"
        #expect(try key.signature(of: []).hex == expected)
        let published = [UInt8](hex: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        let verifier = try VerificationKey.ed25519(publicKey: published)
        #expect(verifier.isValid(signature: [UInt8](hex: expected), of: []))
    }

    @Test("keys serve several threads at once", .timeLimit(.minutes(1)))
    func threads() async throws {
        let key = try SigningKey.generate(.es256)
        let verifier = try key.verificationKey
        let secret = try SigningKey.generate(.hs256)
        let valid = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in UInt8.min..<32 {
                group.addTask {
                    let message = [index]
                    let signature = try key.signature(of: message)
                    let code = try secret.signature(of: message)
                    return verifier.isValid(signature: signature, of: message) && code.count == 32
                }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
        #expect(valid)
    }
}
