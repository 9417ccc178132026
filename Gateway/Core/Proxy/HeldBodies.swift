import Synchronization

/// How much memory the bodies that are still arriving take, over all loops, and how much they may.
final class HeldBodies: Sendable {
    private let bytesMax: Int
    private let held = Atomic<Int>(0)

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// What is held at this moment.
    var bytes: Int { held.load(ordering: .relaxed) }

    var hasRoom: Bool { bytes < bytesMax }

    /// Counts `count` more; false, and nothing counted, when that is too much.
    func take(_ count: Int) -> Bool {
        guard held.wrappingAdd(count, ordering: .relaxed).newValue <= bytesMax else {
            give(count)
            return false
        }
        return true
    }

    func give(_ count: Int) {
        held.wrappingSubtract(count, ordering: .relaxed)
    }
}
