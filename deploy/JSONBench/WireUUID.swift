import Bytes
import JSON

/// A UUID read from and written to bytes, the way typed ids are.
struct WireUUID: JSONCodable, Equatable {
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    private init?(parsing text: Span<UInt8>) {
        guard text.count == 36 else { return nil }
        for index in 0..<36 {
            let byte = text[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            let letter = (byte | 0x20) &- UInt8(ascii: "a")
            guard digit < 10 || letter < 6 else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit < 10 ? digit : letter + 10)
        }
    }

    private func append(to bytes: inout [UInt8]) {
        var text = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        var offset = 0
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { offset += 1 }
            let word = index < 16 ? high : low
            text[offset] = hexDigit(UInt8(truncatingIfNeeded: word &>> UInt64(60 - index % 16 * 4)) & 15)
            offset += 1
        }
        bytes.append(span: text.span)
    }

    static let json = JSONType<WireUUID>.scalar(
        format: "uuid", expecting: "a UUID", parse: { WireUUID(parsing: $0) },
        append: { id, bytes in id.append(to: &bytes) })
}
