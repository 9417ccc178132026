/// One statement: text that was written in the source, and values that are bound to it.
///
/// ```swift
/// "SELECT id, starts_at FROM bookings WHERE id = \(id) AND status = \(status)"
/// ```
/// is the statement `… WHERE id = $1 AND status = $2` with two binary parameters. There is no way to put a `String`
/// into the text: literals of the source (`StaticString`) make it up, and what is interpolated is bound. Parts that
/// are used again are `SQLFragment`s, which are literals too, or other `SQL` values with their own parameters.
///
/// Because the text is made of literals, a statement is recognised by their addresses: nothing is concatenated,
/// copied or hashed by its bytes when a statement is run, and one that a connection has prepared is found by a number.
///
/// A value that PostgreSQL cannot hold (text with NUL, a moment beyond its calendar) is remembered here and thrown
/// when the statement is run, since an interpolation cannot throw.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    @usableFromInline var parts: SQLParts

    public init(stringLiteral text: StaticString) {
        parts = SQLParts(capacity: SQLParts.headerBytes)
        parts.append(text: text)
    }

    public init(stringInterpolation: Interpolation) {
        parts = stringInterpolation.parts
    }

    /// Collects the parts of an interpolated statement.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        @usableFromInline var parts: SQLParts

        public init(literalCapacity: Int, interpolationCount: Int) {
            // Room for the text before, between and after the values, and for values as long as a uuid.
            parts = SQLParts(capacity: (2 * interpolationCount + 1) * SQLParts.headerBytes + 16 * interpolationCount)
        }

        public mutating func appendLiteral(_ text: StaticString) {
            parts.append(text: text)
        }

        /// Binds a value.
        @inlinable
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            parts.append(value: value)
        }

        /// Binds a value or NULL.
        @inlinable
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parts.append(value: value)
        }

        /// Inserts text of the source, a list of columns for instance.
        public mutating func appendInterpolation(_ fragment: SQLFragment) {
            parts.append(text: fragment.text)
        }

        /// Inserts another statement, or a part of one, with its values.
        public mutating func appendInterpolation(_ statement: SQL) {
            parts.append(contentsOf: statement.parts)
        }
    }
}

/// Text of the source that several statements share.
public struct SQLFragment: Sendable {
    let text: StaticString

    /// Takes a literal, and only that.
    public init(_ text: StaticString) {
        self.text = text
    }
}

extension SQL {
    /// Appends another part, for statements whose conditions depend on the request.
    public mutating func append(_ statement: SQL) {
        parts.append(contentsOf: statement.parts)
    }

    /// The text as the server gets it.
    public var text: String { parts.text }

    /// How many values are bound.
    public var parameterCount: Int { parts.parameterCount }
}
