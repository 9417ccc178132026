import Identifiers

/// Where a verification stands: what it needs to judge the next link, and nothing that reads.
struct ChainWalk {
    /// The links of one run of the sealer.
    struct Run: Equatable {
        let after: Int64
        let to: Int64
        var links: [ChainLink]
    }

    var report = ChainReport()
    var drops: [PartitionDrop]
    private let anchors: [Int64: [UInt8]]
    private(set) var sequence: Int64 = 0
    private(set) var sealedTo: Int64 = 0
    private var hash = ChainLink.beginning
    private var run: Run?
    /// The events of links whose rows went with a drop, by its number, and the link that binds the drop.
    private var gone: [Int64: Int64] = [:]
    private var sealedDrops: [Int64: Int64] = [:]
    private var suspicion: ChainFault?

    init(drops: [PartitionDrop], anchors: [ChainAnchor]) {
        self.drops = drops
        self.anchors = Dictionary(anchors.map { ($0.sequence, $0.hash) }, uniquingKeysWith: { first, _ in first })
    }

    var isGood: Bool { report.fault == nil }

    /// The run that is complete when `link` comes next, nil being the end of the chain.
    mutating func runEnding(before link: ChainLink?) -> Run? {
        guard let run else { return nil }
        if let link, case .events(let after, let to) = link.subject, after == run.after, to == run.to { return nil }
        self.run = nil
        return run
    }

    /// Judges a link by itself and by the one before it.
    mutating func take(_ link: ChainLink) {
        report.links += 1
        guard link.sequence == sequence + 1 else { return accuse(sequence + 1, .linkMissing) }
        guard link.previous == hash else { return accuse(link.sequence, .previousDiffers) }
        guard link.hash == link.ownHash else { return accuse(link.sequence, .linkChanged) }
        if let anchor = anchors[link.sequence], anchor != link.hash { return accuse(link.sequence, .anchorDiffers) }
        (sequence, hash) = (link.sequence, link.hash)
        report.head = ChainAnchor(sequence: link.sequence, hash: link.hash)
        switch link.subject {
        case .events(let after, let to):
            if var run, run.after == after, run.to == to {
                run.links.append(link)
                self.run = run
            } else {
                guard after == sealedTo else { return accuse(link.sequence, .runsDoNotMeet) }
                run = Run(after: after, to: to, links: [link])
                sealedTo = to
            }
        case .drop(let number):
            guard let drop = drops.first(where: { $0.sequence == number }), drop.digest == link.digest,
                drop.events == link.events
            else { return accuse(link.sequence, .dropChanged) }
            guard drop.isLawful else { return accuse(link.sequence, .dropTooEarly) }
            sealedDrops[number] = link.sequence
        }
    }

    /// Holds the rows that are there against the links of their run. False when they do not fit, which is a suspicion
    /// until the drops have been looked up again.
    mutating func check(_ run: Run, against groups: SealedGroups) -> Bool {
        var (events, gone): (Int64, [Int64: Int64]) = (0, [:])
        var known: Set<SealedRow.Month> = []
        for link in run.links {
            let month = SealedRow.Month(retentionYears: link.retentionYears, lower: link.lower, upper: link.upper)
            known.insert(month)
            let count = groups.count(month)
            if count == 0, let drop = drops.first(where: { $0.isLawful && $0.covers(month) }) {
                gone[drop.sequence, default: 0] += link.events
            } else if count == link.events, groups.digest(month) == link.digest {
                events += count
            } else {
                return suspect(link.sequence, month, count < link.events ? -1 : count > link.events ? 1 : 0)
            }
        }
        if let stranger = groups.months.first(where: { !known.contains($0) }), let first = run.links.first {
            return suspect(first.sequence, stranger, 1)
        }
        report.events += events
        report.eventsGone += gone.values.reduce(0, +)
        self.gone.merge(gone, uniquingKeysWith: +)
        return true
    }

    /// Makes the last suspicion the fault.
    mutating func settleFault() {
        report.fault = suspicion
    }

    /// What can only be judged when the whole chain is known.
    mutating func end() {
        for (number, link) in sealedDrops.sorted(by: { $0.key < $1.key }) {
            guard let drop = drops.first(where: { $0.sequence == number }), gone[number] ?? 0 == drop.events else {
                return accuse(link, .dropCountDiffers)
            }
        }
        if let lost = anchors.keys.filter({ $0 > sequence }).min() { accuse(lost, .anchorDiffers) }
    }

    private mutating func accuse(_ sequence: Int64, _ kind: ChainFault.Kind) {
        report.fault = ChainFault(sequence: sequence, kind: kind)
    }

    private mutating func suspect(_ sequence: Int64, _ month: SealedRow.Month, _ difference: Int) -> Bool {
        let (years, moment) = (Int(month.retentionYears), month.lower.moment)
        let kind: ChainFault.Kind =
            switch difference {
            case ..<0: .rowsRemoved(years: years, month: moment)
            case 0: .rowsChanged(years: years, month: moment)
            default: .rowsInserted(years: years, month: moment)
            }
        suspicion = ChainFault(sequence: sequence, kind: kind)
        return false
    }
}
