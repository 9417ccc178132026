// SimulationTests: the relay's and the consumer's decisions against a world that loses, repeats, reorders and crashes.
//
// Purpose: whatever happens between any two awaits, the invariants hold. Model: everything that decides is the
// product's own value (RelayMachine, BatchPlan, LaneSchedule, HandlingAttempts, OffsetWindow); what it talks to is a
// table and a log in memory. One seed draws one world, step by step; then the faults stop and it must come to rest.
// Failure: the violations, and the seed that makes them again. Not here: sockets, tasks, time; MessagingTests have them.

import EventLoop
import Identifiers
import KafkaClient
import TestKit

@testable import Messaging

/// Mistakes that somebody might make, planted to see that the checks find them.
enum Bug: String, CaseIterable, Sendable {
    /// Rows are deleted when they are handed to the producer.
    case deletesBeforeAcknowledgement
    /// What the broker has not answered for a while is taken for delivered.
    case takesLateForDelivered
    /// Rows are read behind the last one that was read.
    case readsByPosition
    /// A record that expires in the producer lets its successors pass.
    case losesFromTheMiddle
    /// A row that is refused lets the later ones of its key pass.
    case readsAroundRefused
    /// Nobody looks into the inbox.
    case ignoresInbox
    /// Offsets move on when a record is taken.
    case commitsWhatItTakes
    /// Records of one key may be in different lanes.
    case spreadsKeys
    /// The change and its row are committed apart.
    case writesOutboxApart
    /// An event is handled although one of its key is parked.
    case passesParked
    /// A key is freed while somebody puts an event behind it.
    case freesUnlocked
}

struct SimEvent: Sendable {
    let id: Int
    let key: Int
    let version: Int
    /// Stands on a topic that does not exist until the faults stop.
    let isRefused: Bool
    /// How often it fails when it is handled.
    let failures: Int

    /// Fails every time.
    var isPoison: Bool { failures == .max }
}

/// One world and its history.
struct Simulation {
    static let keys = 4
    static let partitions = 2

    var chance: SeededRandom
    let bug: Bug?
    var now = MonotonicTime(nanoseconds: 1_000_000_000)
    /// Whether things go wrong.
    var isRough = true

    // The database.
    var versions = Array(repeating: 0, count: keys)
    var isLocked = Array(repeating: false, count: keys)
    var lastRow: Int64 = 0
    var outbox: [Int64: SimEvent] = [:]
    var store: [Int: SimEvent] = [:]
    var lastEvent = 0
    var lastSession = 0
    var sessions: Set<Int> = []
    var lock: Int?
    var writers: [SimWriter] = []

    // The broker.
    var log = Array(repeating: [Int](), count: partitions)
    /// What producers that are gone had on the way, by partition, in order.
    var strays: [(partition: Int, events: [Int])] = []
    var isBrokerAway = false
    var isLeaderless = Array(repeating: false, count: partitions)

    // The consumer's side.
    var committed = Array(repeating: 0, count: partitions)
    var inbox: Set<Int> = []
    var dead: Set<Int> = []
    var effects: [Int] = []
    /// Events whose inbox row is written and not committed.
    var entering: Set<Int> = []
    /// How often the handler has failed for each event.
    var failed: [Int: Int] = [:]
    /// The lines of parked keys.
    var lines: [Int: [Int]] = [:]
    /// How many are putting an event behind each key.
    var appending: [Int: Int] = [:]
    var lastEpoch = 0

    var relays: [SimRelay] = []
    var members: [SimMember] = []
    var violations: [String] = []

    init(seed: UInt64, bug: Bug? = nil) {
        chance = SeededRandom(seed: seed)
        self.bug = bug
        relays = (0..<2).map { _ in SimRelay(&chance) }
        members = (0..<2).map { _ in SimMember(&chance) }
        rebalance()
    }

    mutating func oneIn(_ count: UInt64) -> Bool { chance.below(count) == 0 }

    /// Draws a world, runs it, and tells what was wrong with it.
    static func violations(seed: UInt64, steps: Int = 250, bug: Bug? = nil) -> [String] {
        var world = Simulation(seed: seed, bug: bug)
        for _ in 0..<steps { world.step() }
        world.isRough = false
        world.isBrokerAway = false
        world.isLeaderless = Array(repeating: false, count: partitions)
        var rest = 0
        while !world.isAtRest, rest < 20_000 {
            world.step()
            rest += 1
        }
        world.check()
        return world.violations
    }

    private mutating func step() {
        now = now + .milliseconds(Int64(1 + chance.below(isRough ? 40 : 400)))
        switch chance.below(isRough ? 12 : 8) {
        case 0, 1: stepWriter()
        case 2, 3, 4: stepRelay(Int(chance.below(UInt64(relays.count))))
        case 5, 6: stepMember(Int(chance.below(UInt64(members.count))))
        case 7: if oneIn(2) { stepParked() } else { stepMember(Int(chance.below(UInt64(members.count)))) }
        case 8: deliverStray()
        default: if oneIn(3) { misfortune() }
        }
    }

    private mutating func misfortune() {
        switch chance.below(9) {
        case 0: crashRelay(Int(chance.below(UInt64(relays.count))))
        case 1:
            // The server ends a session, its owner does not know yet.
            if let session = relays[Int(chance.below(UInt64(relays.count)))].session { endSession(session) }
        case 2: relays[Int(chance.below(UInt64(relays.count)))].stoppedUntil = now + .milliseconds(500)
        case 3: isBrokerAway.toggle()
        case 4: crashMember(Int(chance.below(UInt64(members.count))))
        case 5: rebalance()
        case 6: crashWriters()
        case 7: isLeaderless[Int(chance.below(UInt64(Self.partitions)))].toggle()
        default: deliverStray()
        }
    }

    mutating func endSession(_ session: Int) {
        sessions.remove(session)
        if lock == session { lock = nil }
    }

    // MARK: Writers

    private mutating func stepWriter() {
        if isRough, writers.count < 3, store.count < 24, oneIn(2) {
            let key = Int(chance.below(UInt64(Self.keys)))
            guard !isLocked[key] else { return }
            isLocked[key] = true
            writers.append(SimWriter(key: key, version: versions[key]))
        } else if !writers.isEmpty {
            advanceWriter(Int(chance.below(UInt64(writers.count))))
        }
    }

    /// One more row, or the end. Rows are numbered when they are written and seen when they are committed.
    private mutating func advanceWriter(_ index: Int) {
        if writers[index].rows.isEmpty || (isRough && writers[index].rows.count < 3 && oneIn(3)) {
            lastRow += 1
            lastEvent += 1
            writers[index].version += 1
            writers[index].rows.append(
                (
                    lastRow,
                    SimEvent(
                        id: lastEvent, key: writers[index].key, version: writers[index].version,
                        isRefused: isRough && oneIn(12), failures: oneIn(12) ? .max : oneIn(8) ? 5 : 0)
                ))
            if bug == .writesOutboxApart { commitOutbox(of: writers[index]) }
            return
        }
        let writer = writers.remove(at: index)
        isLocked[writer.key] = false
        guard !oneIn(8) else { return }
        versions[writer.key] = writer.version
        for (_, event) in writer.rows { store[event.id] = event }
        if bug != .writesOutboxApart { commitOutbox(of: writer) }
        for index in relays.indices where oneIn(2) { relays[index].wakeAt = now }
    }

    private mutating func commitOutbox(of writer: SimWriter) {
        for (row, event) in writer.rows { outbox[row] = event }
    }

    private mutating func crashWriters() {
        for writer in writers { isLocked[writer.key] = false }
        writers = []
    }

    // MARK: Broker

    func partition(of key: Int) -> Int { key % Self.partitions }

    mutating func append(_ event: Int, to partition: Int) {
        // An event on the topic that nobody has committed is a ghost.
        if store[event] == nil { violations.append("I2: event \(event) is on the topic and was not committed") }
        log[partition].append(event)
    }

    /// What was on the way when its producer went arrives, or is lost from some point on.
    mutating func deliverStray() {
        guard !strays.isEmpty, !isBrokerAway else { return }
        let index = Int(chance.below(UInt64(strays.count)))
        guard !strays[index].events.isEmpty, !oneIn(4) else {
            strays.remove(at: index)
            return
        }
        append(strays[index].events.removeFirst(), to: strays[index].partition)
    }

    // MARK: The end

    private var isAtRest: Bool {
        writers.isEmpty && outbox.isEmpty && relays.allSatisfy { $0.deliveries.isEmpty }
            && log.indices.allSatisfy { committed[$0] == log[$0].count } && members.allSatisfy(\.isIdle)
            && lines.isEmpty
    }
}

/// A transaction that changes one aggregate.
struct SimWriter {
    let key: Int
    var version: Int
    var rows: [(Int64, SimEvent)] = []

    init(key: Int, version: Int) {
        (self.key, self.version) = (key, version)
    }
}
