public import JSON

/// How the values of one parameter look in a URL: one declaration that reads, names faults and prints a schema.
///
/// A value is text, and means what the same text means in a body: `JSONType` judges both, so a parameter and a member of
/// one kind accept the same, refuse with the same codes and are described by the same schema.
public struct ParameterType<Value: Sendable>: Sendable {
    /// The value of one text, or what is wrong with it.
    typealias Parse = @Sendable (String) -> Result<Value, JSONFault>
    /// The value of every text the parameter was given, at least one, or nil after noting why not.
    typealias Read = @Sendable ([String], inout ParameterFaults) -> Value?

    let read: Read
    /// What a parameter that is not there means; nil when it has to be.
    let absence: (@Sendable () -> Value)?
    /// Whether it may be given several times.
    let isRepeated: Bool
    /// The same values in a body, for the schema and for examples.
    let json: JSONType<Value>

    init(
        json: JSONType<Value>, absence: (@Sendable () -> Value)? = nil, isRepeated: Bool = false,
        read: @escaping Read
    ) {
        self.read = read
        self.absence = absence
        self.isRepeated = isRepeated
        self.json = json
    }

    /// A parameter that may be given once. Of two values no rule says which one is meant, and programs on the way would
    /// choose differently, so both are refused.
    init(json: JSONType<Value>, parse: @escaping Parse) {
        self.init(json: json) { texts, faults in
            guard texts.count == 1 else {
                faults.add(.duplicateParameter, "must be given once")
                return nil
            }
            return faults.value(of: parse(texts[0]))
        }
    }
}

extension ParameterType {
    /// May be left out, which means nil.
    public var optional: ParameterType<Value?> {
        ParameterType<Value?>(
            json: json.optional, absence: { nil }, isRepeated: isRepeated,
            read: { [read] texts, faults in read(texts, &faults).map { .some($0) } })
    }

    /// May be left out, which means `value`.
    public func defaulting(to value: Value) -> ParameterType {
        ParameterType(
            json: json.defaulting(to: value), absence: { value }, isRepeated: isRepeated, read: read)
    }

    /// May be given several times, which means any of the values; not given, it restricts nothing. A comma is a part of
    /// a value and separates none.
    public var repeated: ParameterType<[Value]> { repeated(atMost: RoutingLimits.repetitionsMax) }

    /// The same with a limit of its own.
    public func repeated(atMost countMax: Int) -> ParameterType<[Value]> {
        ParameterType<[Value]>(
            json: .array(json, count: 0...countMax), absence: { [] }, isRepeated: true,
            read: { [read] texts, faults in
                guard texts.count <= countMax else {
                    faults.add(.tooManyItems, "must be given at most \(countMax) times")
                    return nil
                }
                var values: [Value] = []
                for (index, text) in texts.enumerated() {
                    faults.element = index
                    if let value = read([text], &faults) { values.append(value) }
                }
                faults.element = nil
                return values.count == texts.count ? values : nil
            })
    }

    /// The same text for another Swift type. `make` returns nil for values it refuses.
    public func mapped<Other>(
        _ make: @escaping @Sendable (Value) -> Other?, back: @escaping @Sendable (Other) -> Value,
        code: JSONFault.Code = .badFormat, message: String
    ) -> ParameterType<Other> {
        ParameterType<Other>(
            json: json.mapped(make, back: back, code: code, message: message), isRepeated: isRepeated
        ) { [read] texts, faults in
            guard let value = read(texts, &faults) else { return nil }
            guard let other = make(value) else {
                faults.add(code, message)
                return nil
            }
            return other
        }
    }
}
