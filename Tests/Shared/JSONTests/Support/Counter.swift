import Synchronization

/// Counts across closures.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    func add(_ difference: Int) { count.add(difference, ordering: .sequentiallyConsistent) }
}
