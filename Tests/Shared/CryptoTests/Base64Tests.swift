import Testing

@testable import Crypto

@Suite("Base64, strictly")
struct Base64Tests {
    static let standard: [([UInt8], String)] = [
        ([], ""), (Array("f".utf8), "Zg=="), (Array("fo".utf8), "Zm8="), (Array("foo".utf8), "Zm9v"),
        (Array("foobar".utf8), "Zm9vYmFy"), ([0xfb, 0xff, 0xbf], "+/+/"),
    ]

    @Test("standard text is padded, both ways", arguments: standard)
    func padded(bytes: [UInt8], text: String) {
        #expect(Base64.standard.encode(bytes) == Array(text.utf8))
        #expect(Base64.standard.decode(Array(text.utf8)) == bytes)
    }

    @Test("url-safe text is not padded, both ways", arguments: standard)
    func url(bytes: [UInt8], text: String) {
        let safe = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(bytes.base64URL == safe)
        #expect(Base64.url.decode(Array(safe.utf8)) == bytes)
    }

    static let refused: [(Base64, String)] = [
        (.url, "Zg=="), (.url, "Zm8="), (.url, "A"), (.url, "AAAAA"), (.url, "+/+/"), (.url, "Zm9v\n"),
        (.url, " Zm9v"), (.url, "Zm 9v"), (.url, "Zh"), (.url, "Zm9"), (.url, "Zm9v\u{0}"), (.url, "é"),
        (.standard, "Zg"), (.standard, "Zm8"), (.standard, "Zh=="), (.standard, "Zm9="), (.standard, "-_-_"),
        (.standard, "Z==="), (.standard, "===="), (.standard, "Zg=v"), (.standard, "Zm9v===="), (.standard, "=Zg="),
        (.standard, "Zm9v\r\n"),
    ]

    @Test("text that is not the one text for its bytes is refused", arguments: refused)
    func refuses(base64: Base64, text: String) {
        #expect(base64.decode(Array(text.utf8)) == nil)
    }

    @Test("every two-character url-safe text either decodes and encodes back, or is refused")
    func canonical() {
        var accepted = 0
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let text = [first, second]
                guard let bytes = Base64.url.decode(text) else { continue }
                accepted += 1
                #expect(Base64.url.encode(bytes) == text)
            }
        }
        #expect(accepted == 256)
    }
}
