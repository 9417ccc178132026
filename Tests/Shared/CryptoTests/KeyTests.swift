import Testing

@testable import Crypto

@Suite("Keys")
struct KeyTests {
    static let asymmetric: [SignatureAlgorithm] = [.rs256, .ps256, .es256, .es384, .es512, .edDSA]

    @Test("a key written as PEM reads back as the same key", arguments: asymmetric)
    func pem(algorithm: SignatureAlgorithm) throws {
        let key = try TestKeys.key(algorithm)
        let privateText = try #require(key.pem)
        let publicText = try #require(try key.verificationKey.pem)
        let message = Array("message".utf8)
        let signature = try SigningKey.pem(privateText, algorithm: algorithm).signature(of: message)
        let verifier = try VerificationKey.pem(publicText, algorithm: algorithm)
        #expect(verifier.isValid(signature: signature, of: message))
        #expect(throws: KeyFault.unsupported) { try VerificationKey.pem(privateText, algorithm: algorithm) }
        #expect(throws: KeyFault.unsupported) { try SigningKey.pem(publicText, algorithm: algorithm) }
    }

    @Test("PEM text that is not one clean block is refused")
    func brokenPEM() throws {
        let text = try #require(try SigningKey.generate(.es256).verificationKey.pem)
        let lines = text.split(separator: UInt8(ascii: "\n")).map(Array.init)
        let newline = [UInt8(ascii: "\n")]
        let broken: [[UInt8]] = [
            [], Array("hello".utf8), Bytes(text.dropLast(10)), text + text, Array("junk\n".utf8) + text,
            text + Array("junk".utf8), Array((lines.dropLast(2) + lines.suffix(1)).joined(separator: newline)),
            Array(lines.joined(separator: Array("\n\n".utf8))), Array(lines.joined(separator: Array(" \n".utf8))),
            Array("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n".utf8),
            Array("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n".utf8),
        ]
        for text in broken {
            #expect(throws: KeyFault.malformed) { try VerificationKey.pem(text, algorithm: .es256) }
        }
        let windows = Array(lines.joined(separator: Array("\r\n".utf8)))
        #expect(throws: Never.self) { try VerificationKey.pem(windows, algorithm: .es256) }
    }

    @Test("PEM text is read at its limit and refused past it")
    func pemLimit() throws {
        let text = try #require(try SigningKey.generate(.es256).verificationKey.pem)
        let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: CryptoLimits.pemBytesMax - text.count)
        #expect(throws: Never.self) { try VerificationKey.pem((text + padding), algorithm: .es256) }
        #expect(throws: KeyFault.tooLong) {
            try VerificationKey.pem((text + padding + [10]), algorithm: .es256)
        }
    }

    @Test("bytes after a key's encoding are refused")
    func trailingBytes() throws {
        let pair = try AsymmetricKey.generate(.curve(.p256))
        let publicDER = try #require(pair.publicDER)
        let privateDER = try #require(pair.privateDER)
        #expect(throws: Never.self) { try AsymmetricKey.publicKey(der: publicDER) }
        #expect(throws: KeyFault.malformed) { try AsymmetricKey.publicKey(der: (publicDER + [0])) }
        #expect(throws: KeyFault.malformed) { try AsymmetricKey.privateKey(der: (privateDER + [0])) }
        #expect(throws: KeyFault.malformed) { try AsymmetricKey.publicKey(der: Bytes(publicDER.dropLast())) }
        #expect(throws: KeyFault.malformed) { try AsymmetricKey.publicKey(der: []) }
    }

    @Test("RSA keys shorter than 2048 bits are refused, longer than 8192 too")
    func rsaLength() throws {
        let exponent: [UInt8] = [1, 0, 1]
        #expect(throws: KeyFault.tooShort) {
            try AsymmetricKey.rsa(modulus: [UInt8](repeating: 0xff, count: 255), exponent: exponent)
        }
        #expect(throws: KeyFault.tooLong) {
            try AsymmetricKey.rsa(modulus: [UInt8](repeating: 0xff, count: 1025), exponent: exponent)
        }
        #expect(throws: KeyFault.tooShort) { try AsymmetricKey.generate(.rsa(bits: 1024)) }
    }

    @Test(
        "RSA exponents of 0, 1, 2, even ones and ones past 64 bits are refused",
        arguments: [[0], [1], [2], [1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 1], []])
    func rsaExponent(exponent: [UInt8]) throws {
        let modulus = try #require(try TestKeys.rsaPair().rsaComponents).modulus
        #expect(throws: KeyFault.unsafeExponent) {
            try AsymmetricKey.rsa(modulus: modulus, exponent: exponent)
        }
    }

    @Test("an even RSA modulus is refused")
    func evenModulus() throws {
        let modulus = [UInt8](repeating: 0xff, count: 255) + [0xfe]
        #expect(throws: KeyFault.invalidKey) { try AsymmetricKey.rsa(modulus: modulus, exponent: [1, 0, 1]) }
    }

    @Test("a point beside its curve is refused, and one of the wrong length", arguments: SignatureTests.curves)
    func pointOnCurve(curve: Curve) throws {
        let (x, y) = try #require(try AsymmetricKey.generate(.curve(curve)).curveCoordinates)
        #expect(throws: Never.self) { try VerificationKey.curve(curve, x: x, y: y) }
        var beside = y
        beside[curve.byteCount - 1] ^= 1
        #expect(throws: KeyFault.invalidKey) { try VerificationKey.curve(curve, x: x, y: beside) }
        let zero = [UInt8](repeating: 0, count: curve.byteCount)
        #expect(throws: KeyFault.invalidKey) { try VerificationKey.curve(curve, x: zero, y: zero) }
        #expect(throws: KeyFault.malformed) { try VerificationKey.curve(curve, x: Bytes(x.dropLast()), y: y) }
        #expect(throws: KeyFault.malformed) { try VerificationKey.curve(curve, x: x, y: ([0] + y)) }
    }

    @Test("Ed25519 points of small order are refused, with either sign")
    func smallOrder() {
        for last in [UInt8(0), 0x80] {
            let zero = [UInt8](repeating: 0, count: 31) + [last]
            #expect(throws: KeyFault.invalidKey) { try VerificationKey.ed25519(publicKey: zero) }
            let one = [1] + [UInt8](repeating: 0, count: 30) + [last]
            #expect(throws: KeyFault.invalidKey) { try VerificationKey.ed25519(publicKey: one) }
        }
        #expect(throws: KeyFault.malformed) { try VerificationKey.ed25519(publicKey: [1, 2, 3]) }
    }

    static let secretLengths: [(SignatureAlgorithm, Int)] = [(.hs256, 32), (.hs384, 48), (.hs512, 64)]

    @Test("a shared secret is as long as its hash, or refused", arguments: secretLengths)
    func secretLength(algorithm: SignatureAlgorithm, shortest: Int) throws {
        let bytes = SecureRandom.bytes(shortest)
        #expect(throws: Never.self) { try SigningKey.secret(SecretBytes(copying: bytes), algorithm: algorithm) }
        #expect(throws: KeyFault.weakSecret) {
            try SigningKey.secret(SecretBytes(copying: Bytes(bytes.dropLast())), algorithm: algorithm)
        }
        #expect(throws: KeyFault.weakSecret) {
            try SigningKey.secret(SecretBytes(copying: []), algorithm: algorithm)
        }
        let repeated = Array("secretsecretsecretsecretsecretsecretsecretsecretsecretsecretsecret".utf8)
        #expect(throws: KeyFault.weakSecret) {
            try SigningKey.secret(SecretBytes(copying: repeated), algorithm: algorithm)
        }
        let long = SecureRandom.bytes(CryptoLimits.secretBytesMax + 1)
        #expect(throws: Never.self) {
            try SigningKey.secret(SecretBytes(copying: Bytes(long.dropLast())), algorithm: algorithm)
        }
        #expect(throws: KeyFault.tooLong) { try SigningKey.secret(SecretBytes(copying: long), algorithm: algorithm) }
    }

    @Test("a key is not pinned to an algorithm it cannot serve")
    func wrongAlgorithm() throws {
        let text = try #require(try SigningKey.generate(.es256).verificationKey.pem)
        for algorithm in SignatureAlgorithm.allCases where algorithm != .es256 {
            #expect(throws: KeyFault.wrongAlgorithm) { try VerificationKey.pem(text, algorithm: algorithm) }
        }
        let secret = SecretBytes(copying: SecureRandom.bytes(64))
        #expect(throws: KeyFault.wrongAlgorithm) { try VerificationKey.secret(secret, algorithm: .rs256) }
    }

    @Test("key ids are short printable ASCII", arguments: ["", "a\u{0}b", "ключ", "line\n"])
    func keyIDs(keyID: String) {
        #expect(throws: KeyFault.malformedKeyID) { try SigningKey.generate(.hs256, keyID: keyID) }
    }

    @Test("a key id is accepted at its limit and refused past it")
    func keyIDLimit() {
        let longest = String(repeating: "k", count: CryptoLimits.keyIDBytesMax)
        #expect(throws: Never.self) { try SigningKey.generate(.hs256, keyID: longest) }
        #expect(throws: KeyFault.malformedKeyID) { try SigningKey.generate(.hs256, keyID: longest + "k") }
    }

    @Test("a key prints its algorithm and id, never its material")
    func redacted() throws {
        let key = try SigningKey.generate(.hs256, keyID: "k1")
        #expect("\(key)" == "SigningKey(HS256, kid: k1)")
        #expect(try "\(key.verificationKey)" == "VerificationKey(HS256, kid: k1)")
    }
}
