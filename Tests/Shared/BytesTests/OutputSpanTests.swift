import Bytes
import Testing

@Suite("Bytes in room that suffices")
struct OutputSpanTests {
    private func written(_ capacity: Int, _ write: (inout OutputSpan<UInt8>) -> Void) -> String {
        String(decoding: [UInt8](capacity: capacity, initializingWith: write), as: UTF8.self)
    }

    @Test("pieces of every kind follow each other and may fill the room to its last byte")
    func pieces() {
        let text = "a/é|xy12345678abcd-1700ff0000000000000001"
        let borrowed = Array("xy".utf8)
        let nothing: [UInt8] = []
        let word = "12345678".utf8.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let half = "abcd".utf8.reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        let all = written(text.utf8.count) { out in
            out.append("a/é|")
            out.append(span: borrowed.span)
            out.append(span: nothing.span)
            out.append(word: word)
            out.append(halfWord: half)
            out.append(decimal: -17)
            out.append(twoDigits: 300)
            out.append(hex: 255)
            out.append(paddedHex: 1)
        }
        #expect(all == text)
    }

    @Test("decimals at each number of digits have exactly their digits")
    func decimals() {
        var value: UInt64 = 1
        for count in 1...20 {
            for number in [value - 1, value, value + 1, value &* 9 / 2] {
                let text = String(number)
                #expect(written(text.utf8.count) { $0.append(decimal: number) } == text)
            }
            if count < 20 { value *= 10 }
        }
        #expect(written(20) { $0.append(decimal: UInt64.max) } == "18446744073709551615")
        #expect(written(20) { $0.append(decimal: Int64.min) } == "-9223372036854775808")
    }

    @Test("an array that is appended to in one piece keeps what it had")
    func appended() {
        var bytes = Array("begun ".utf8)
        for _ in 0..<100 {
            bytes.append(addingCapacity: 64) { (room: inout OutputSpan<UInt8>) in
                room.append("a")
                room.append(decimal: 12)
            }
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "begun " + String(repeating: "a12", count: 100))
    }

    @Test("a piece that does not fit stops the process and writes nothing past the room")
    func tooSmall() async {
        await #expect(processExitsWith: .failure) {
            _ = [UInt8](capacity: 4) { $0.append("12345") }
        }
        await #expect(processExitsWith: .failure) {
            _ = [UInt8](capacity: 7) { $0.append(word: 0) }
        }
        await #expect(processExitsWith: .failure) {
            _ = [UInt8](capacity: 2) { $0.append(decimal: 100) }
        }
    }
}
