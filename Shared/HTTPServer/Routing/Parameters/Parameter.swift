public import Identifiers
public import JSON

/// One parameter of a query or a path: its name, how its values look, and what it is for.
///
/// Of a query it is a row of a `QueryType`. Of a path it is named by the template already and is declared only to be
/// more than text: `request.path(Self.state)` reads it, and the route's `path` describes it.
public struct Parameter<Value: Sendable>: Sendable {
    let type: ParameterType<Value>
    /// What the API's documentation says.
    public let description: ParameterDescription

    /// Describes a parameter.
    ///
    /// - Parameters:
    ///   - name: as in the URL.
    ///   - type: how values look and what is refused.
    ///   - text: for the API's documentation.
    ///   - classification: how far the value may travel.
    ///   - example: for the API's documentation.
    public init(
        _ name: String, _ type: ParameterType<Value>, _ text: String = "",
        classified classification: DataClassification = .internal, example: Value? = nil
    ) {
        self.type = type
        description = ParameterDescription(
            name: name, text: text, isRequired: type.absence == nil, isRepeated: type.isRepeated,
            classification: classification, schema: type.json.schema,
            // A codec that breaks its promise to write JSON loses its example.
            example: example.flatMap { try? JSONValue(parsing: type.json.encoded($0)) })
    }

    /// The value of everything the parameter was given; nil after noting why there is none.
    func read(_ texts: [String], _ faults: inout ParameterFaults) -> Value? {
        if !texts.isEmpty { return type.read(texts, &faults) }
        if let absence = type.absence { return absence() }
        faults.add(.missingParameter, "is required")
        return nil
    }
}

/// What is known of a parameter apart from the Swift type of its values.
public struct ParameterDescription: Sendable {
    public let name: String
    /// What it is for; empty when the name says it.
    public let text: String
    public let isRequired: Bool
    /// Whether it may be given several times; then the schema is that of the list.
    public let isRepeated: Bool
    public let classification: DataClassification
    public let schema: JSONSchema
    public let example: JSONValue?
}
