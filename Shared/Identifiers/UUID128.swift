/// The small validated values that every layer of the platform may name: ids, moments, money, places, and the words of
/// the business (`Vocabulary/`), spelled as they travel.
///
/// Purpose: a domain module may import this and nothing else of ours. So nothing here reads a clock, draws a random
/// number, performs I/O or imports Foundation; what such values are made from is passed in.
///
/// Failure: parsing answers nil or a typed fault and never traps, because text to be parsed comes from peers.

import Bytes

/// A 128-bit identifier in the form of RFC 9562, two machine words wide and compared as one big number, so that ids
/// of version 7 sort by the time they were made.
public struct UUID128: Sendable, Hashable, Comparable {
    /// The first eight bytes, most significant first.
    public let high: UInt64
    /// The last eight bytes, most significant first.
    public let low: UInt64

    /// How many bytes the text form has.
    public static let textBytes = 36

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads exactly the hyphenated form, digits of either case; braces, URN prefixes and bare digits are refused.
    /// Every version and variant is accepted: an id is compared, never interpreted.
    public init?(_ text: Span<UInt8>) {
        guard text.count == Self.textBytes else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<Self.textBytes {
            let byte = text[index]
            switch index {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return nil }
            default:
                guard let digit = hexValue(byte) else { return nil }
                if index < 19 {
                    high = high << 4 | UInt64(digit)
                } else {
                    low = low << 4 | UInt64(digit)
                }
            }
        }
        self.init(high: high, low: low)
    }

    /// Reads the hyphenated form from a string.
    public init?(_ text: String) {
        self.init(text.utf8Span.span)
    }

    /// The version nibble: 7 for ids of ours, whatever a peer chose for others.
    @inlinable
    public var version: UInt8 { UInt8(truncatingIfNeeded: high >> 12) & 15 }

    @inlinable
    public static func < (left: UUID128, right: UUID128) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// Appends the hyphenated form in lower case: `textBytes` bytes.
    public func append(to bytes: inout OutputSpan<UInt8>) {
        let (left, right) = (hexDigits(of: high), hexDigits(of: low))
        let (first, second) = (left.firstWord, left.lastWord)
        let (third, fourth) = (right.firstWord, right.lastWord)
        let hyphen = UInt64(UInt8(ascii: "-"))
        bytes.append(word: first)
        bytes.append(word: hyphen | (second << 32) >> 24 | hyphen << 40 | (second >> 32) << 48)
        bytes.append(word: second >> 48 | hyphen << 16 | (third << 32) >> 8 | hyphen << 56)
        bytes.append(word: third >> 32 | fourth << 32)
        bytes.append(halfWord: UInt32(truncatingIfNeeded: fourth >> 32))
    }

    /// Appends the hyphenated form in lower case.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.textBytes) { (room: inout OutputSpan<UInt8>) in append(to: &room) }
    }
}

extension UUID128: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
