import EventLoop
import Identifiers
import TestKit
import Testing

@testable import Messaging

@Suite("The relay's machine")
struct RelayMachineTests {
    private typealias Row = RelayMachine.RowName

    private static let start = MonotonicTime(nanoseconds: 0)

    private func machine(_ change: (inout RelaySettings) -> Void = { _ in }) -> RelayMachine {
        var settings = RelaySettings()
        settings.batchRows = 3
        change(&settings)
        var source = SeededRandom(seed: 1)
        return RelayMachine(settings, random: FastRandom(seededFrom: &source))
    }

    /// A machine that leads and has been given these rows.
    private func delivering(_ rows: [RelayMachine.RowName]) -> RelayMachine {
        var machine = machine()
        #expect(machine.handle(.begin, at: Self.start) == .lock)
        #expect(machine.handle(.locked, at: Self.start) == .warm)
        #expect(machine.handle(.warmed, at: Self.start) == .read(limit: 3, without: []))
        #expect(machine.handle(.rows(rows), at: Self.start) == .deliver(rows))
        return machine
    }

    private let rows = [
        RelayMachine.RowName(id: 1, key: "a"), RelayMachine.RowName(id: 2, key: "b"),
        RelayMachine.RowName(id: 3, key: "a"),
    ]

    @Test("without the lock it asks again, and does nothing else")
    func standsBy() {
        var machine = machine()
        _ = machine.handle(.begin, at: Self.start)
        #expect(machine.handle(.notLocked, at: Self.start) == .rest(.seconds(1)))
        #expect(!machine.isLeading)
        #expect(machine.handle(.rested, at: Self.start) == .lock)
        #expect(machine.handle(.locked, at: Self.start) == .warm)
        #expect(machine.isLeading)
    }

    @Test("what was acknowledged is deleted in one statement, and then it reads on")
    func settles() {
        var machine = delivering(rows)
        #expect(
            machine.handle(.delivered([.delivered, .delivered, .delivered]), at: Self.start)
                == .settle(delete: [1, 2, 3], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: []))
    }

    @Test("a key whose row failed is left out for a while, the others are not")
    func holds() {
        var machine = delivering(rows)
        #expect(
            machine.handle(.delivered([.failed, .delivered, .failed]), at: Self.start)
                == .settle(delete: [2], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["a"]))
        guard case .rest(let pause) = machine.handle(.rows([]), at: Self.start) else {
            Issue.record("an empty read is followed by a rest")
            return
        }
        #expect(pause <= .milliseconds(100))
        let later = Self.start + .milliseconds(101)
        #expect(machine.handle(.rested, at: later) == .read(limit: 3, without: []))
    }

    @Test("a batch of which nothing was delivered is the broker's affair: it rests, keeps the lock, and holds no key")
    func breaks() {
        var machine = delivering(rows)
        var pauses: [Duration] = []
        for _ in 0..<12 {
            guard case .rest(let pause) = machine.handle(.delivered([.failed, .failed, .failed]), at: Self.start)
            else {
                Issue.record("a failed batch is followed by a rest")
                return
            }
            pauses.append(pause)
            #expect(machine.isLeading && machine.isBroken)
            #expect(machine.handle(.rested, at: Self.start) == .read(limit: 3, without: []))
            #expect(machine.handle(.rows(rows), at: Self.start) == .deliver(rows))
        }
        #expect(pauses.allSatisfy { $0 <= .seconds(5) })
        #expect(pauses.max() ?? .zero > .milliseconds(100))
        _ = machine.handle(.delivered([.delivered, .delivered, .delivered]), at: Self.start)
        #expect(!machine.isBroken)
    }

    @Test("what the broker has not answered is under way: its keys are left out, and settled when the answer comes")
    func underWay() {
        var machine = delivering(rows)
        #expect(
            machine.handle(.delivered([.delivered, .underWay, .delivered]), at: Self.start)
                == .settle(delete: [1, 3], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["b"]))
        let more = [Row(id: 4, key: "c")]
        _ = machine.handle(.rows(more), at: Self.start)
        // Everything under way is no reason to rest.
        guard case .read(3, let without) = machine.handle(.delivered([.underWay]), at: Self.start) else {
            Issue.record("it reads on")
            return
        }
        #expect(Set(without) == ["b", "c"])
        #expect(
            machine.handle(.arrived([rows[1]], [.delivered]), at: Self.start) == .settle(delete: [2], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["c"]))
        // Taken back: the broker's affair, and read again after a rest.
        guard case .rest = machine.handle(.arrived(more, [.failed]), at: Self.start) else {
            Issue.record("what was taken back is followed by a rest")
            return
        }
        #expect(machine.isBroken)
        #expect(machine.handle(.rested, at: Self.start) == .read(limit: 3, without: []))
    }

    @Test("a key is under way until its last row has arrived")
    func underWayTwice() {
        var machine = delivering(rows)
        _ = machine.handle(.delivered([.underWay, .delivered, .underWay]), at: Self.start)
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["a"]))
        _ = machine.handle(.arrived([rows[0]], [.delivered]), at: Self.start)
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["a"]))
        _ = machine.handle(.arrived([rows[2]], [.delivered]), at: Self.start)
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: []))
    }

    @Test("at the bound of rows or bytes under way nothing more is read; below it reading goes on", arguments: [0, 1])
    func underWayBound(_ kind: Int) {
        var machine = machine { $0.underWayMax = kind == 0 ? 3 : 1_000 }
        _ = machine.handle(.begin, at: Self.start)
        _ = machine.handle(.locked, at: Self.start)
        _ = machine.handle(.warmed, at: Self.start)
        let bytes = kind == 0 ? 1 : MessagingLimits.relayUnderWayBytes / 3
        var next = [Row(id: 1, key: "1", bytes: bytes), Row(id: 2, key: "2", bytes: bytes)]
        _ = machine.handle(.rows(next), at: Self.start)
        guard case .read = machine.handle(.delivered([.underWay, .underWay]), at: Self.start) else {
            Issue.record("below the bound it reads")
            return
        }
        next = [Row(id: 3, key: "3", bytes: bytes + 1)]
        _ = machine.handle(.rows(next), at: Self.start)
        guard case .rest = machine.handle(.delivered([.underWay]), at: Self.start) else {
            Issue.record("at the bound it rests")
            return
        }
        _ = machine.handle(.arrived(next, [.delivered]), at: Self.start)
        guard case .read = machine.handle(.settled, at: Self.start) else {
            Issue.record("it reads again when something has arrived")
            return
        }
    }

    @Test("told to stop, it waits for what is under way and settles it")
    func drains() {
        var machine = delivering(rows)
        machine.requestStop()
        _ = machine.handle(.delivered([.delivered, .underWay, .delivered]), at: Self.start)
        #expect(machine.handle(.settled, at: Self.start) == .drain)
        #expect(machine.isLeading)
        #expect(
            machine.handle(.arrived([rows[1]], [.delivered]), at: Self.start) == .settle(delete: [2], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .finish)
        var failing = delivering(rows)
        failing.requestStop()
        #expect(failing.handle(.delivered([.underWay, .underWay, .underWay]), at: Self.start) == .drain)
        #expect(failing.handle(.arrived(rows, [.failed, .failed, .failed]), at: Self.start) == .finish)
    }

    @Test("a key whose probe is under way is not probed again")
    func probesOnce() {
        var machine = delivering(rows)
        _ = machine.handle(.delivered([.refused("x"), .delivered, .failed]), at: Self.start)
        _ = machine.handle(.settled, at: Self.start)
        _ = machine.handle(.rows([]), at: Self.start)
        let due = Self.start + .seconds(31)
        #expect(machine.handle(.rested, at: due) == .probe(key: "a"))
        _ = machine.handle(.rows([rows[0]]), at: due)
        guard case .read = machine.handle(.delivered([.underWay]), at: due) else {
            Issue.record("it reads on")
            return
        }
        _ = machine.handle(.rows([]), at: due)
        guard case .read = machine.handle(.rested, at: due + .seconds(60)) else {
            Issue.record("the probe has no answer yet")
            return
        }
        _ = machine.handle(.arrived([rows[0]], [.delivered]), at: due + .seconds(61))
        #expect(machine.quarantined == 0)
    }

    @Test("a refused row puts its key into quarantine, where its oldest row is tried alone")
    func quarantines() {
        var machine = delivering(rows)
        #expect(
            machine.handle(.delivered([.refused("too_large"), .delivered, .failed]), at: Self.start)
                == .settle(delete: [2], refused: [.init(id: 1, label: "too_large")]))
        #expect(machine.handle(.settled, at: Self.start) == .read(limit: 3, without: ["a"]))
        #expect(machine.quarantined == 1)
        _ = machine.handle(.rows([]), at: Self.start)
        let due = Self.start + .seconds(31)
        #expect(machine.handle(.rested, at: due) == .probe(key: "a"))
        #expect(machine.handle(.rows([rows[0]]), at: due) == .deliver([rows[0]]))
        #expect(
            machine.handle(.delivered([.refused("too_large")]), at: due)
                == .settle(delete: [], refused: [.init(id: 1, label: "too_large")]))
        // Not twice in a row, however long it is due.
        #expect(machine.handle(.settled, at: due) == .read(limit: 3, without: ["a"]))
        _ = machine.handle(.rows([]), at: due)
        let again = due + .seconds(61)
        #expect(machine.handle(.rested, at: again) == .probe(key: "a"))
        _ = machine.handle(.rows([rows[0]]), at: again)
        #expect(machine.handle(.delivered([.delivered]), at: again) == .settle(delete: [1], refused: []))
        #expect(machine.handle(.settled, at: again) == .read(limit: 3, without: []))
        #expect(machine.quarantined == 0)
    }

    @Test("a probe that comes to nothing is the broker's affair, and the key stays where it is")
    func probeFails() {
        var machine = delivering(rows)
        _ = machine.handle(.delivered([.refused("x"), .delivered, .failed]), at: Self.start)
        _ = machine.handle(.settled, at: Self.start)
        _ = machine.handle(.rows([]), at: Self.start)
        let due = Self.start + .seconds(31)
        _ = machine.handle(.rested, at: due)
        _ = machine.handle(.rows([rows[0]]), at: due)
        guard case .rest = machine.handle(.delivered([.failed]), at: due) else {
            Issue.record("it rests")
            return
        }
        #expect(machine.quarantined == 1)
        #expect(machine.handle(.rested, at: due) == .read(limit: 3, without: ["a"]))
    }

    @Test("a key in quarantine whose row is gone is free")
    func frees() {
        var machine = delivering(rows)
        _ = machine.handle(.delivered([.refused("x"), .delivered, .failed]), at: Self.start)
        _ = machine.handle(.settled, at: Self.start)
        _ = machine.handle(.rows([]), at: Self.start)
        let due = Self.start + .seconds(31)
        #expect(machine.handle(.rested, at: due) == .probe(key: "a"))
        #expect(machine.handle(.rows([]), at: due) == .read(limit: 3, without: []))
    }

    @Test(
        "when the database fails, at whatever step, it lets go of everything and begins anew after a pause",
        arguments: 0..<5)
    func databaseFails(_ step: Int) {
        var machine = machine()
        var inputs: [RelayMachine.Input] = [
            .begin, .locked, .warmed, .rows(rows), .delivered([.delivered, .failed, .failed]),
        ]
        inputs = Array(inputs.prefix(step + 1))
        for input in inputs { _ = machine.handle(input, at: Self.start) }
        guard case .standBy(let pause) = machine.handle(.databaseFailed, at: Self.start) else {
            Issue.record("a lost database is followed by standing by")
            return
        }
        #expect(pause <= .milliseconds(100))
        #expect(!machine.isLeading)
        #expect(machine.handle(.rested, at: Self.start) == .lock)
        _ = machine.handle(.locked, at: Self.start)
        #expect(machine.handle(.warmed, at: Self.start) == .read(limit: 3, without: []))
    }

    @Test("told to stop, it settles what was delivered and finishes")
    func stops() {
        var machine = delivering(rows)
        machine.requestStop()
        #expect(
            machine.handle(.delivered([.delivered, .failed, .failed]), at: Self.start)
                == .settle(delete: [1], refused: []))
        #expect(machine.handle(.settled, at: Self.start) == .finish)
        var resting = self.machine()
        _ = resting.handle(.begin, at: Self.start)
        resting.requestStop()
        #expect(resting.handle(.notLocked, at: Self.start) == .finish)
    }

    @Test("it looks less often the longer there is nothing, up to the bound")
    func looks() {
        var machine = machine { $0.pollMax = .milliseconds(40) }
        _ = machine.handle(.begin, at: Self.start)
        _ = machine.handle(.locked, at: Self.start)
        _ = machine.handle(.warmed, at: Self.start)
        var pauses: [Duration] = []
        for _ in 0..<5 {
            if case .rest(let pause) = machine.handle(.rows([]), at: Self.start) { pauses.append(pause) }
            _ = machine.handle(.rested, at: Self.start)
        }
        #expect(pauses == [10, 20, 40, 40, 40].map { Duration.milliseconds($0) })
    }

    @Test("at the bound of held keys nothing new is read until one is due; below it reading goes on")
    func bound() {
        var machine = machine { $0.batchRows = MessagingLimits.heldKeysMax }
        _ = machine.handle(.begin, at: Self.start)
        _ = machine.handle(.locked, at: Self.start)
        _ = machine.handle(.warmed, at: Self.start)
        let many = (1...MessagingLimits.heldKeysMax).map { Row(id: Int64($0), key: "\($0)") }
        let below = many.dropLast()
        _ = machine.handle(.rows(Array(below)), at: Self.start)
        _ = machine.handle(.delivered(below.map { _ in .refused("x") }), at: Self.start)
        guard case .read = machine.handle(.settled, at: Self.start) else {
            Issue.record("one below the bound it reads")
            return
        }
        _ = machine.handle(.rows([many[many.count - 1]]), at: Self.start)
        _ = machine.handle(.delivered([.refused("x")]), at: Self.start)
        guard case .rest = machine.handle(.settled, at: Self.start) else {
            Issue.record("at the bound it rests")
            return
        }
    }
}
