import Bytes

/// A family that can write itself in the text exposition.
protocol ExposedFamily: Sendable {
    func expose(as name: String, to bytes: inout [UInt8])
}

/// What is exposed as one whole number.
protocol SingleFigure: Sendable {
    associatedtype Figure: FixedWidthInteger

    var value: Figure { get }
}

extension Counter: SingleFigure {}
extension Gauge: SingleFigure {}

/// Counters or gauges. Counters that are told apart by labels are left out until they have counted something: their
/// handles are made when the program starts, for every route and status there is, and most of them never will.
struct FigureFamily<Series: SingleFigure>: ExposedFamily {
    let help: String
    let kind: ObservedKind
    let family: MetricFamily<Series>

    func expose(as name: String, to bytes: inout [UInt8]) {
        bytes.appendHeading(name, help, kind.name)
        for (values, series) in family.sorted() {
            if kind == .counter, !values.isEmpty, series.value == 0 { continue }
            bytes.appendSeries(name, "", family.labelNames, values)
            bytes.append(decimal: series.value)
            bytes.append("\n")
        }
    }
}

/// Histograms; one that is told apart by labels and has recorded nothing is left out likewise.
struct HistogramFamily: ExposedFamily {
    let help: String
    let family: MetricFamily<Histogram>

    func expose(as name: String, to bytes: inout [UInt8]) {
        bytes.appendHeading(name, help, "histogram")
        let bucketLabels = family.labelNames + ["le"]
        for (values, histogram) in family.sorted() {
            let (buckets, steps) = histogram.read()
            if !values.isEmpty, buckets.allSatisfy({ $0 == 0 }) { continue }
            var count: UInt64 = 0
            for (index, bucket) in buckets.enumerated() {
                count &+= bucket
                let bounds = histogram.scale.bounds
                let bound = index < bounds.count ? Double(bounds[index]) / histogram.scale.stepsPerUnit : .infinity
                bytes.appendSeries(name, "_bucket", bucketLabels, values + [bound.exposed])
                bytes.append(decimal: count)
                bytes.append("\n")
            }
            bytes.appendSeries(name, "_sum", family.labelNames, values)
            bytes.append(text: (Double(steps) / histogram.scale.stepsPerUnit).exposed)
            bytes.append("\n")
            bytes.appendSeries(name, "_count", family.labelNames, values)
            bytes.append(decimal: count)
            bytes.append("\n")
        }
    }
}

struct ObservedFamily: ExposedFamily {
    let help: String
    let kind: ObservedKind
    let read: @Sendable () -> Double?

    func expose(as name: String, to bytes: inout [UInt8]) {
        guard let value = read() else { return }
        bytes.appendHeading(name, help, kind.name)
        bytes.appendSeries(name, "", [], [])
        bytes.append(text: value.exposed)
        bytes.append("\n")
    }
}

/// Figures that somebody else keeps, told apart by labels.
struct ObservedSeriesFamily: ExposedFamily {
    let help: String
    let kind: ObservedKind
    let labels: [String]
    let read: @Sendable () -> [(values: [String], figure: Double)]

    func expose(as name: String, to bytes: inout [UInt8]) {
        bytes.appendHeading(name, help, kind.name)
        for (values, figure) in read() {
            bytes.appendSeries(name, "", labels, values)
            bytes.append(text: figure.exposed)
            bytes.append("\n")
        }
    }
}

extension ObservedKind {
    fileprivate var name: StaticString {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        }
    }
}

extension Double {
    /// The number as Prometheus reads it; whole numbers without a fraction.
    var exposed: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: self), whole.magnitude < 1 << 53 { return String(whole) }
        return String(self)
    }
}

extension [UInt8] {
    fileprivate mutating func appendHeading(_ name: String, _ help: String, _ kind: StaticString) {
        append("# HELP ")
        append(text: name)
        append(" ")
        appendEscaped(help, quotes: false)
        append("\n# TYPE ")
        append(text: name)
        append(" ")
        append(kind)
        append("\n")
    }

    /// Appends the name, the labels and a blank.
    fileprivate mutating func appendSeries(
        _ name: String, _ suffix: StaticString, _ labels: [String], _ values: [String]
    ) {
        append(text: name)
        append(suffix)
        if !labels.isEmpty {
            append("{")
            for (index, (label, value)) in zip(labels, values).enumerated() {
                if index > 0 { append(",") }
                append(text: label)
                append("=\"")
                appendEscaped(value, quotes: true)
                append("\"")
            }
            append("}")
        }
        append(" ")
    }

    private mutating func appendEscaped(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where quotes: append("\\\"")
            default: append(byte)
            }
        }
    }
}
