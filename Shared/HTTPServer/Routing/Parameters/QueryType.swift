public import JSON

/// A type that is read from the parameters of a query. A route that asks for it hands its handler the value:
/// ```swift
/// extension LocationFilter: QueryReadable {
///     static let query = QueryType(
///         Self.init,
///         Parameter("state", .oneOf().repeated, "Any of these states"),
///         Parameter("status", .oneOf().optional, "Where its review stands"),
///         Parameter("search", .text(length: 2...100).optional, "In name and address"))
/// }
/// Route(.listLocations, asks: LocationFilter.self) { request, filter in … }
/// ```
public protocol QueryReadable: Sendable {
    /// The declaration. A route looks it up once, when it is made.
    static var query: QueryType<Self> { get }
}

/// The parameters a type is made from: one declaration that reads, names faults and describes.
public struct QueryType<Value: Sendable>: Sendable {
    /// What the API's documentation says, in the order of the declaration.
    public let parameters: [ParameterDescription]

    /// The value, or nil after every reason was noted.
    let read: @Sendable (inout QueryReader) -> Value?

    private init(_ parameters: [ParameterDescription], read: @escaping @Sendable (inout QueryReader) -> Value?) {
        self.parameters = parameters
        self.read = read
    }

    /// Parameters whose values the type's own initializer takes in this order.
    public init<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ parameters: repeat Parameter<each Member>
    ) {
        var descriptions: [ParameterDescription] = []
        for parameter in repeat each parameters { descriptions.append(parameter.description) }
        self.init(descriptions) { reader in
            let values = (repeat reader.read(each parameters))
            // A missing value was noted as a fault when it was read.
            return try? make(repeat present(each values))
        }
    }

    /// Adds a rule about several parameters. It runs when each of them is well-formed:
    /// ```swift
    /// .checked { window, faults in
    ///     if window.to <= window.from { faults.add("to", .endNotAfterStart, "must be after from") }
    /// }
    /// ```
    public func checked(_ rule: @escaping @Sendable (Value, inout QueryRuleFaults) -> Void) -> QueryType {
        QueryType(parameters) { [read] reader in
            guard let value = read(&reader) else { return nil }
            var found = QueryRuleFaults()
            rule(value, &found)
            for fault in found.list { reader.faults.add(fault.code, fault.message, fault.name) }
            return found.list.isEmpty ? value : nil
        }
    }
}

/// Collects what a rule finds.
public struct QueryRuleFaults: Sendable {
    var list: [(name: String, code: JSONFault.Code, message: String)] = []

    /// Notes that a rule is broken by the parameter `name`. The message must not repeat values.
    public mutating func add(_ name: String, _ code: JSONFault.Code, _ message: String) {
        list.append((name, code, message))
    }
}

/// A value that reading has refused.
private struct Refused: Error {}

/// The value, which is there unless a fault was noted.
func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Refused() }
    return value
}
