/// Why a field that we were about to write is refused. Nothing of it has been written when this is thrown.
public enum HTTPFieldFault: Error, Sendable, CaseIterable {
    /// The name is empty or holds a byte that no token may hold.
    case nameMalformed
    /// The value holds a CR, LF, NUL or another control byte, or begins or ends with white space.
    case valueMalformed
    /// The table of fields would grow past what it can address.
    case tooLong

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .nameMalformed: "field_name_malformed"
        case .valueMalformed: "field_value_malformed"
        case .tooLong: "field_too_long"
        }
    }
}
