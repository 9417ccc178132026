import Synchronization

/// A label and the values it may take. There is no label without a bound: what does not fit is counted as `other`.
public struct MetricLabel: Sendable, Hashable {
    let name: String
    /// Nil when any value is allowed, up to the family's cap on series.
    let values: Set<String>?

    /// A label with these values and no others.
    public static func declared(_ name: String, _ values: some Sequence<String>) -> MetricLabel {
        MetricLabel(name, Set(values))
    }

    /// A label whose values are learned, for what the program itself bounds (topics, route templates, pools). Never for
    /// anything a caller chooses.
    public static func open(_ name: String) -> MetricLabel {
        MetricLabel(name, nil)
    }

    private init(_ name: String, _ values: Set<String>?) {
        precondition(name.isMetricName && !name.contains(":") && !name.hasPrefix("__"), "not a label name")
        precondition(name != "le", "`le` is the histogram's own")
        self.name = name
        self.values = values
    }

    /// What stands in for a value that has no place.
    static let other = "other"

    func admitted(_ value: String) -> String {
        if let values { return values.contains(value) ? value : Self.other }
        return value.utf8.count <= ObservabilityLimits.metricLabelBytes ? value : Self.other
    }
}

/// All series of one name. Resolve a series once and keep it: looking one up takes a lock and a hash.
public final class MetricFamily<Series: Sendable>: Sendable {
    private let labels: [MetricLabel]
    private let make: @Sendable () -> Series
    private let series: Mutex<[[String]: Series]>

    init(labels: [MetricLabel], make: @escaping @Sendable () -> Series) {
        precondition(labels.count <= ObservabilityLimits.metricLabels, "too many labels")
        precondition(Set(labels.map(\.name)).count == labels.count, "two labels of one name")
        self.labels = labels
        self.make = make
        series = Mutex([:])
    }

    /// The series with these label values, in the order the labels were declared.
    public func with(_ values: String...) -> Series {
        precondition(values.count == labels.count, "a value for each label, in order")
        let admitted = zip(labels, values).map { $0.admitted($1) }
        return series.withLock { series in
            if let known = series[admitted] { return known }
            // The series that takes what overflows is not counted itself.
            let isFull = series.count >= ObservabilityLimits.metricSeries
            let key = isFull ? labels.map { _ in MetricLabel.other } : admitted
            if let known = series[key] { return known }
            let new = make()
            series[key] = new
            return new
        }
    }

    var labelNames: [String] { labels.map(\.name) }

    /// All series by their label values, in a fixed order.
    func sorted() -> [(values: [String], series: Series)] {
        series.withLock { $0.map { (values: $0.key, series: $0.value) } }
            .sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}

extension String {
    /// Letters, digits, `_` and `:`, not beginning with a digit.
    var isMetricName: Bool {
        guard let first = utf8.first, first < 0x30 || first > 0x39 else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
    }
}
