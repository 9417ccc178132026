import Testing

@Suite("Simulation")
struct SimulationTests {
    /// A few hundred worlds a core and test; one that failed is looked at again by its seed.
    private static let seedsPerShard: UInt64 = 250

    @Test("in every world that is drawn the invariants hold", arguments: 0..<8)
    func holds(_ shard: Int) {
        let first = UInt64(shard) * Self.seedsPerShard
        for seed in first..<first + Self.seedsPerShard {
            let violations = Simulation.violations(seed: seed)
            #expect(violations.isEmpty, "seed \(seed)")
            guard violations.isEmpty else { return }
        }
    }

    @Test("every planted mistake is found", arguments: Bug.allCases)
    func finds(_ bug: Bug) {
        let found = (0..<Self.seedsPerShard).contains { !Simulation.violations(seed: $0, bug: bug).isEmpty }
        #expect(found, "\(bug.rawValue) went unnoticed")
    }

    @Test("the same seed gives the same world")
    func repeats() {
        let first = Simulation.violations(seed: 7, bug: .ignoresInbox)
        #expect(first == Simulation.violations(seed: 7, bug: .ignoresInbox))
    }
}
