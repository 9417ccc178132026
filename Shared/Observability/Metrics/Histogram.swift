import EventLoop
import Synchronization

/// What a histogram measures and where its buckets end. Inside, everything is a whole number of small steps
/// (nanoseconds, bytes), so that recording needs no floating point; the exposition divides by `stepsPerUnit`.
public struct HistogramScale: Sendable, Hashable {
    /// Upper bounds in steps, rising.
    let bounds: [UInt64]
    let stepsPerUnit: Double

    /// Bounds for something measured in seconds.
    public static func seconds(_ bounds: [Duration]) -> HistogramScale {
        HistogramScale(bounds: bounds.map { UInt64(clamping: $0.wholeNanoseconds) }, stepsPerUnit: 1e9)
    }

    /// Bounds for something counted: bytes, rows, attempts.
    public static func counts(_ bounds: [UInt64]) -> HistogramScale {
        HistogramScale(bounds: bounds, stepsPerUnit: 1)
    }

    private init(bounds: [UInt64], stepsPerUnit: Double) {
        precondition(!bounds.isEmpty, "a histogram needs a bound")
        precondition(bounds.count <= ObservabilityLimits.histogramBounds, "a histogram has too many bounds")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "a histogram's bounds must rise")
        self.bounds = bounds
        self.stepsPerUnit = stepsPerUnit
    }

    /// For requests: from a fraction of a millisecond to the longest time anything is allowed.
    public static let requestSeconds = seconds([
        .microseconds(100), .microseconds(250), .microseconds(500), .milliseconds(1), .microseconds(2500),
        .milliseconds(5), .milliseconds(10), .milliseconds(25), .milliseconds(50), .milliseconds(100),
        .milliseconds(250), .milliseconds(500), .seconds(1), .microseconds(2_500_000), .seconds(5), .seconds(10),
        .seconds(30),
    ])
}

/// How values are spread. Recording is a walk over a few bounds and two relaxed atomic additions.
public final class Histogram: Sendable {
    let scale: HistogramScale
    /// One count for each bound and one for what lies above all of them.
    private let buckets: InlineArray<25, Atomic<UInt64>> = InlineArray { _ in Atomic(0) }
    private let total = Atomic<UInt64>(0)

    init(_ scale: HistogramScale) {
        self.scale = scale
    }

    /// Records a duration; a negative one counts as zero.
    @inline(__always)
    public func record(_ duration: Duration) {
        record(steps: UInt64(clamping: duration.wholeNanoseconds))
    }

    /// Records a value in the scale's own steps.
    public func record(steps: UInt64) {
        let bounds = scale.bounds
        var index = 0
        while index < bounds.count, steps > bounds[index] { index += 1 }
        buckets[index].wrappingAdd(1, ordering: .relaxed)
        total.wrappingAdd(steps, ordering: .relaxed)
    }

    /// One reading: counts per bucket, not cumulative, and the sum. The buckets are read one after the other; the count
    /// that is exposed is their sum, so that it always agrees with them.
    func read() -> (buckets: [UInt64], steps: UInt64) {
        ((0...scale.bounds.count).map { buckets[$0].load(ordering: .relaxed) }, total.load(ordering: .relaxed))
    }
}
