import Testing

@testable import Crypto

@Suite("Hashes and keyed hashes")
struct HashTests {
    static let ofABC: [(HashFunction, String)] = [
        (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
    ]

    @Test("each function hashes \"abc\" as FIPS 180-4 prints it", arguments: ofABC)
    func abc(function: HashFunction, expected: String) {
        #expect(function.hash(of: Array("abc".utf8)).hex == expected)
    }

    @Test("the word form of SHA-256 is the same hash, of empty input too", arguments: ["", "abc"])
    func words(text: String) {
        let bytes = Array(text.utf8)
        #expect(SHA256Digest(of: bytes).bytes == HashFunction.sha256.hash(of: bytes))
    }

    @Test("a reused hasher forgets what it hashed before")
    func reuse() {
        let hasher = SHA256Hasher()
        let first = hasher.digest(of: Array("one".utf8))
        let second = hasher.digest(of: Array("two".utf8))
        #expect(first == SHA256Digest(of: Array("one".utf8)))
        #expect(second == SHA256Digest(of: Array("two".utf8)))
        #expect(first != second)
        let distinct: Set = [first, second, first]
        #expect(distinct.count == 2)
    }

    static let codes: [(HashFunction, String)] = [
        (.sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            .sha384,
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        ),
        (
            .sha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ),
    ]

    @Test("each HMAC computes RFC 4231's second case, and refuses it with one bit changed", arguments: codes)
    func keyed(function: HashFunction, expected: String) {
        let authenticator = MessageAuthenticator(key: SecretBytes(copying: Array("Jefe".utf8)), function: function)
        let message = Array("what do ya want for nothing?".utf8)
        var code = authenticator.code(for: message)
        #expect(code.hex == expected)
        #expect(authenticator.isValid(code: code, for: message))
        code[0] ^= 1
        #expect(!authenticator.isValid(code: code, for: message))
        code[0] ^= 1
        #expect(!authenticator.isValid(code: Bytes(code.dropLast()), for: message))
        #expect(!authenticator.isValid(code: [], for: message))
    }

    @Test("an empty key is a key, not a leftover of the one before")
    func emptyKey() {
        let authenticator = MessageAuthenticator(key: SecretBytes(copying: []), function: .sha256)
        #expect(
            authenticator.code(for: []).hex
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("equality in constant time is equality")
    func equality() {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(areEqual(bytes, [1, 2, 3]))
        #expect(!areEqual(bytes, [1, 2, 4]))
        #expect(!areEqual(bytes, [1, 2]))
        #expect(areEqual([], []))
    }

    @Test("random bytes have the length asked for and do not repeat")
    func random() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(32).count == 32)
        #expect(Set((0..<100).map { _ in SecureRandom.bytes(16) }).count == 100)
        var generator = SecureRandom()
        #expect(generator.next() != generator.next())
    }

    @Test("a secret does not print itself")
    func redacted() {
        let secret = SecretBytes(copying: Array("do not print me".utf8))
        #expect("\(secret)" == "SecretBytes(15 bytes)")
        #expect(String(reflecting: secret) == "SecretBytes(15 bytes)")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }
}
