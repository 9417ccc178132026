import Synchronization

/// A number that only rises. Made by a registry once; adding is one relaxed atomic addition and safe on any thread.
public final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    init() {}

    @inline(__always)
    public func add(_ amount: UInt64 = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A whole number that rises and falls: connections, queue depths, states.
public final class Gauge: Sendable {
    private let level = Atomic<Int64>(0)

    init() {}

    @inline(__always)
    public func add(_ amount: Int64 = 1) {
        level.wrappingAdd(amount, ordering: .relaxed)
    }

    @inline(__always)
    public func subtract(_ amount: Int64 = 1) {
        level.wrappingSubtract(amount, ordering: .relaxed)
    }

    @inline(__always)
    public func set(_ value: Int64) {
        level.store(value, ordering: .relaxed)
    }

    public var value: Int64 { level.load(ordering: .relaxed) }
}
