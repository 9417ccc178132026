import Bytes

/// What names and values of fields may be made of.
enum HTTPFieldSyntax {
    /// A non-empty token that the field table can hold.
    static func isName(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= HTTPFields.nameBytesMax else { return false }
        for index in bytes.indices where !HTTPByteSet.token.contains(bytes[index]) { return false }
        return true
    }

    /// Visible bytes, spaces, tabs and bytes above 127, without space or tab at either end. This is what keeps a CR
    /// or LF of an application out of the wire.
    static func isValue(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard !isBlank(bytes[0]), !isBlank(bytes[bytes.count - 1]) else { return false }
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.word(at: index)
            guard word.flagged(below: 0x20) | word.flagged(equal: 0x7f) != 0 else {
                index += 8
                continue
            }
            let end = index + 8
            while index < end {
                guard isValueByte(bytes[index]) else { return false }
                index += 1
            }
        }
        while index < bytes.count {
            guard isValueByte(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    @inline(__always)
    static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7f : byte == 0x09
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09
    }

    @inline(__always)
    static func lowerCased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    /// Equality of ASCII text without regard to case.
    static func areEqual(_ left: borrowing Span<UInt8>, _ right: borrowing Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where lowerCased(left[index]) != lowerCased(right[index]) { return false }
        return true
    }
}
