/// One thing that is wrong with a document, fit to be shown to whoever sent it: the text is fixed by the code that
/// found the fault and never repeats a value of the document. Only the pointer repeats member names.
public struct JSONFault: Error, Hashable, Sendable {
    /// An RFC 6901 pointer to the offending value; empty for the whole document.
    public var pointer: String
    /// What kind of fault it is, for programs.
    public var code: Code
    /// What kind of fault it is, for people.
    public var message: String
    /// Where reading stopped, in bytes from the start; only faults that end the reading have one.
    public var offset: Int?

    /// Describes a fault.
    public init(pointer: String, code: Code, message: String, offset: Int? = nil) {
        self.pointer = pointer
        self.code = code
        self.message = message
        self.offset = offset
    }
}

extension JSONFault: CustomStringConvertible {
    /// One line, safe to log.
    public var description: String {
        let place = offset.map { " (byte \($0))" } ?? ""
        return "\(pointer.isEmpty ? "document" : pointer): \(message) [\(code.rawValue)]\(place)"
    }
}

extension JSONFault {
    /// A stable snake_case word. The codec's own are the constants below; a rule of a record brings its own.
    public struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
    }
}

/// The document is not JSON as RFC 8259 and we read it. Each of these ends the reading.
extension JSONFault.Code {
    public static let unexpectedEnd: Self = "unexpected_end"
    public static let unexpectedByte: Self = "unexpected_byte"
    public static let trailingBytes: Self = "trailing_bytes"
    public static let byteOrderMark: Self = "byte_order_mark"
    public static let badNumber: Self = "bad_number"
    public static let badEscape: Self = "bad_escape"
    public static let loneSurrogate: Self = "lone_surrogate"
    public static let controlCharacter: Self = "control_character"
    public static let badUTF8: Self = "bad_utf8"
    /// Ends the reading of a bare value; decoding by a schema collects it like any other fault.
    public static let duplicateMember: Self = "duplicate_member"
}

/// A limit of `JSONLimits`, or the range of `JSONDecimal`, was passed. Each of these ends the reading.
extension JSONFault.Code {
    public static let documentTooLarge: Self = "document_too_large"
    public static let tooDeep: Self = "too_deep"
    public static let stringTooLarge: Self = "string_too_large"
    public static let nameTooLarge: Self = "name_too_large"
    public static let tooManyMembers: Self = "too_many_members"
    public static let tooManyElements: Self = "too_many_elements"
    public static let numberTooLong: Self = "number_too_long"
    public static let numberTooLarge: Self = "number_too_large"
}

/// The document is JSON but not what the declaration asks for. All of these are collected.
extension JSONFault.Code {
    public static let unknownMember: Self = "unknown_member"
    public static let missingMember: Self = "missing_member"
    public static let readOnly: Self = "read_only"
    public static let writeOnly: Self = "write_only"
    public static let wrongType: Self = "wrong_type"
    public static let nullNotAllowed: Self = "null_not_allowed"
    public static let notAllowed: Self = "not_allowed"
    public static let outOfRange: Self = "out_of_range"
    public static let tooPrecise: Self = "too_precise"
    public static let tooShort: Self = "too_short"
    public static let tooLong: Self = "too_long"
    public static let badCharacter: Self = "bad_character"
    public static let badFormat: Self = "bad_format"
    public static let tooFewItems: Self = "too_few_items"
    public static let tooManyItems: Self = "too_many_items"
}
