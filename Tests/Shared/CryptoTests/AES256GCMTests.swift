import Testing

@testable import Crypto

@Suite("AES-256-GCM")
struct AES256GCMTests {
    static let key = [UInt8](hex: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    static let message = [UInt8](
        hex: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    static let context = [UInt8](hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2")

    func cipher(_ key: [UInt8] = key) throws -> AES256GCM {
        try #require(AES256GCM(key: SecretBytes(copying: key)))
    }

    @Test("test case 16 of the GCM specification comes out as printed")
    func published() throws {
        let sealed = try cipher().seal(
            Self.message, context: Self.context, nonce: [UInt8](hex: "cafebabefacedbaddecaf888"))
        #expect(
            sealed.dropFirst(12)
                == [UInt8](
                    hex: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b")[...])
        #expect(try cipher().open(sealed, context: Self.context) == Self.message)
    }

    @Test(
        "what was sealed opens, whatever its length, and never seals to the same bytes",
        arguments: [0, 1, 15, 16, 5000])
    func roundTrip(length: Int) throws {
        let message = SecureRandom.bytes(length)
        let first = try cipher().seal(message, context: [])
        let second = try cipher().seal(message, context: [])
        #expect(first.count == length + AES256GCM.nonceBytes + AES256GCM.tagBytes)
        #expect(first != second)
        #expect(try cipher().open(first, context: []) == message)
    }

    @Test("one bit changed anywhere, another context or another key does not open")
    func altered() throws {
        let sealed = try cipher().seal(Array("secret".utf8), context: Self.context)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x80
            #expect(throws: CryptoFault.notAuthentic) { try cipher().open(changed, context: Self.context) }
        }
        #expect(throws: CryptoFault.notAuthentic) { try cipher().open(sealed, context: []) }
        let other = [UInt8](repeating: 9, count: 32)
        #expect(throws: CryptoFault.notAuthentic) { try cipher(other).open(sealed, context: Self.context) }
    }

    @Test("bytes too short for a nonce and a tag are refused before the library sees them")
    func truncated() throws {
        let short = [UInt8](repeating: 0, count: 27)
        #expect(throws: CryptoFault.truncated) { try cipher().open(short, context: []) }
    }

    @Test("only a 32-byte key makes a cipher", arguments: [0, 16, 31, 33])
    func keyLength(count: Int) {
        #expect(AES256GCM(key: SecretBytes(copying: [UInt8](repeating: 1, count: count))) == nil)
    }
}
