import EventLoop
import Identifiers
import KafkaClient
import TestKit

@testable import Messaging

/// One record on its way through a lane.
struct SimWork {
    let partition: Int
    let offset: Int64
    let event: Int
    let epoch: Int
    var attempts = HandlingAttempts()
    var way = Way.handle

    /// What its transaction is to do.
    enum Way {
        case handle
        /// Park its key, after it has failed.
        case park
        /// Put it behind, because its key is parked.
        case append
    }
}

/// A member of the consumer's group.
struct SimMember {
    enum Lane {
        case idle
        case ready(SimWork)
        /// The inbox row is written, and the effect; nothing is committed.
        case inTransaction(SimWork)
        case waiting(SimWork, until: MonotonicTime)
    }

    struct Partition {
        var next: Int
        var window: OffsetWindow
    }

    static let lanes = 3

    var epoch = 0
    var partitions: [Int: Partition] = [:]
    var schedule = LaneSchedule<SimWork>(lanes: lanes)
    var running = Array(repeating: Lane.idle, count: lanes)
    var random: FastRandom

    init(_ chance: inout SeededRandom) {
        random = FastRandom(seededFrom: &chance)
    }

    var isIdle: Bool {
        schedule.waiting == 0
            && running.allSatisfy { lane in
                if case .idle = lane { true } else { false }
            }
    }
}

extension Simulation {
    private static let settings: ConsumerRuntimeSettings = {
        var settings = ConsumerRuntimeSettings(KafkaConnection(bootstrapServers: [], clientID: ""))
        settings.lanes = SimMember.lanes
        return settings
    }()

    mutating func stepMember(_ index: Int) {
        switch chance.below(6) {
        case 0, 1: fetch(index)
        case 2, 3, 4: stepLane(index, Int(chance.below(UInt64(SimMember.lanes))))
        default: commitOffsets(of: index)
        }
    }

    private mutating func fetch(_ index: Int) {
        guard let name = members[index].partitions.keys.sorted().randomElement(using: &chance),
            var partition = members[index].partitions[name], partition.next < log[name].count
        else { return }
        let offset = Int64(partition.next)
        let event = log[name][partition.next]
        guard partition.window.begin(offset) else { return violations.append("an offset was taken twice") }
        partition.next += 1
        members[index].partitions[name] = partition
        let work = SimWork(partition: name, offset: offset, event: event, epoch: members[index].epoch)
        var key = Array("\(store[event]?.key ?? 0)".utf8)
        if bug == .spreadsKeys { key += Array("\(event)".utf8) }
        let lane = members[index].schedule.lane(of: key, or: 0)
        if members[index].schedule.add(work, to: lane) { advance(index, lane) }
    }

    private mutating func advance(_ index: Int, _ lane: Int) {
        members[index].running[lane] = members[index].schedule.next(lane).map(SimMember.Lane.ready) ?? .idle
    }

    private mutating func stepLane(_ index: Int, _ lane: Int) {
        switch members[index].running[lane] {
        case .idle: break
        case .ready(let work): begin(index, lane, work)
        case .inTransaction(let work): commit(index, lane, work)
        case .waiting(let work, let moment): if moment <= now { members[index].running[lane] = .ready(work) }
        }
    }

    private mutating func begin(_ index: Int, _ lane: Int, _ work: SimWork) {
        guard work.epoch == members[index].epoch else { return advance(index, lane) }
        if isRough, oneIn(8) { return failed(index, lane, work, .stalled(label: "away")) }
        if inbox.contains(work.event), bug != .ignoresInbox { return finish(index, lane, work) }
        // Somebody else is entering the event: wait for their end.
        if entering.contains(work.event), bug != .ignoresInbox { return }
        var work = work
        if work.way != .park {
            work.way = isParked(work.event) && bug != .passesParked ? .append : .handle
            if work.way == .handle, fails(work.event) {
                return failed(index, lane, work, .failed(label: "poison", detail: ""))
            }
        }
        if isParked(work.event) { appending[key(of: work.event), default: 0] += 1 }
        entering.insert(work.event)
        members[index].running[lane] = .inTransaction(work)
    }

    private func key(of event: Int) -> Int { store[event]?.key ?? -1 }
    private func isParked(_ event: Int) -> Bool { lines[key(of: event)] != nil }

    /// One run of the handler.
    private mutating func fails(_ event: Int) -> Bool {
        guard failed[event, default: 0] < store[event]?.failures ?? 0 else { return false }
        failed[event, default: 0] += 1
        return true
    }

    /// Whatever transaction the work was in is over.
    private mutating func leave(_ work: SimWork) {
        entering.remove(work.event)
        let key = key(of: work.event)
        if let count = appending[key] { appending[key] = count > 1 ? count - 1 : nil }
    }

    private mutating func commit(_ index: Int, _ lane: Int, _ work: SimWork) {
        leave(work)
        let isLost = isRough && oneIn(8)
        if !isLost || oneIn(2) {
            inbox.insert(work.event)
            switch work.way {
            case .handle: effects.append(work.event)
            case .park: lines[key(of: work.event), default: []].append(work.event)
            case .append: lines[key(of: work.event)]?.append(work.event)
            }
        }
        // Without an answer nobody knows whether it was committed; the next attempt finds out.
        if isLost { return failed(index, lane, work, .stalled(label: "outcome_unknown")) }
        finish(index, lane, work)
    }

    private mutating func failed(_ index: Int, _ lane: Int, _ work: SimWork, _ verdict: Verdict) {
        var work = work
        switch work.attempts.next(after: verdict, Self.settings, &members[index].random) {
        case .giveBack: advance(index, lane)
        case .park:
            work.way = .park
            members[index].running[lane] = .ready(work)
        case .retry(let pause):
            guard work.epoch == members[index].epoch else { return advance(index, lane) }
            members[index].running[lane] = .waiting(work, until: now + pause)
        }
    }

    private mutating func finish(_ index: Int, _ lane: Int, _ work: SimWork) {
        if work.epoch == members[index].epoch {
            _ = members[index].partitions[work.partition]?.window.finish(work.offset)
        }
        advance(index, lane)
    }

    /// One transaction of whoever tries what is parked: about the head of a line, or about one that is empty.
    mutating func stepParked() {
        guard let key = lines.keys.sorted().randomElement(using: &chance), let line = lines[key] else { return }
        // An attempt that is prevented, or that ends with its process, leaves nothing.
        if isRough, oneIn(6) { return }
        if let head = line.first {
            if fails(head) {
                let delayed = failed[head, default: 0] - Self.settings.attemptsInPlace
                guard delayed >= Self.settings.attemptsDelayed else { return }
                dead.insert(head)
            } else {
                effects.append(head)
            }
            lines[key]?.removeFirst()
        }
        if lines[key]?.isEmpty == true, appending[key] == nil || bug == .freesUnlocked { lines[key] = nil }
    }

    private mutating func commitOffsets(of index: Int) {
        for (name, partition) in members[index].partitions {
            guard let position = partition.window.position else { continue }
            committed[name] = bug == .commitsWhatItTakes ? partition.next : Int(position)
            checkCommitted(name)
        }
    }

    /// Everything is taken away and given out anew. What has begun goes on; what has not is given back.
    mutating func rebalance() {
        for index in members.indices {
            if oneIn(2) { commitOffsets(of: index) }
            lastEpoch += 1
            members[index].epoch = lastEpoch
            members[index].partitions = [:]
            _ = members[index].schedule.remove { _ in true }
            for lane in 0..<SimMember.lanes {
                switch members[index].running[lane] {
                case .ready, .waiting: advance(index, lane)
                case .idle, .inTransaction: break
                }
            }
        }
        let shift = Int(chance.below(2))
        for partition in 0..<Self.partitions {
            let owner = (partition + shift) % members.count
            members[owner].partitions[partition] = SimMember.Partition(
                next: committed[partition], window: OffsetWindow(from: Int64(committed[partition])))
        }
    }

    /// The process is gone, and what it had not committed with it.
    mutating func crashMember(_ index: Int) {
        for case .inTransaction(let work) in members[index].running { leave(work) }
        members[index] = SimMember(&chance)
        rebalance()
    }
}
