import Bytes
import JSON
import KafkaClient
import PlatformProtocol
import Postgres

/// The headers of a record in the outbox: a JSON array of pairs, because their order and repetitions matter. A value
/// that is no text of PostgreSQL's is an object with its bytes in hexadecimal; null is Kafka's null.
///
///     [["ce_id","0192…"],["trace",{"hex":"00ff"}],["empty",null]]
enum StoredHeaders {
    static func text(of headers: [EventHeader]) -> JSONText {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for header in headers { append(header.name, header.value[...], to: &bytes) }
        return close(&bytes)
    }

    static func text(of headers: KafkaHeaders) -> JSONText {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        headers.visit { name, value in append(name, value, to: &bytes) }
        return close(&bytes)
    }

    /// Nil for what is none of ours.
    static func headers(of text: JSONText) -> KafkaHeaders? {
        // What is no JSON is none of ours, whatever is wrong with it.
        guard case .array(let pairs)? = try? JSONValue(parsing: text.bytes) else { return nil }
        var headers = KafkaHeaders()
        for pair in pairs {
            guard case .array(let parts) = pair, parts.count == 2, case .string(let name) = parts[0] else { return nil }
            switch parts[1] {
            case .null: headers.append(name, nil)
            case .string(let value): headers.append(name, Array(value.utf8))
            case .object(let object):
                guard case .string(let hex)? = object["hex"], let value = bytes(ofHex: hex) else { return nil }
                headers.append(name, value)
            default: return nil
            }
        }
        return headers
    }

    private static func append(_ name: String, _ value: ArraySlice<UInt8>?, to bytes: inout [UInt8]) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "["))
        JSONValue.string(name).write(to: &bytes)
        bytes.append(UInt8(ascii: ","))
        if let value {
            if !value.contains(0), let text = String(validating: value, as: UTF8.self) {
                JSONValue.string(text).write(to: &bytes)
            } else {
                bytes.append(#"{"hex":""#)
                bytes.append(hexOf: Array(value).span)
                bytes.append(#""}"#)
            }
        } else {
            bytes.append("null")
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func close(_ bytes: inout [UInt8]) -> JSONText {
        bytes.append(UInt8(ascii: "]"))
        return JSONText(bytes)
    }

    private static func bytes(ofHex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
