import EventLoop
import Identifiers

/// The latest messages of each organisation, for those who come back: bounded for each, and for all together in number
/// and bytes. A value without a clock; places in one array linked twice, in the order of all and in that of each
/// organisation, so that remembering and forgetting cost the same however much is kept.
struct LiveMemory {
    private struct Place {
        var frame: LiveFrame?
        var organization: OrganizationID
        var sequence: UInt64
        var at: MonotonicTime
        var older = Self.none
        var newer = Self.none
        var newerOfOrganization = Self.none

        static let none: Int32 = -1
    }

    private struct Row {
        var oldest: Int32
        var newest: Int32
        var count = 1
    }

    private let limits: HubLimits
    private var places: [Place] = []
    private var free: [Int32] = []
    private var rows: [OrganizationID: Row] = [:]
    private var oldest = Place.none
    private var newest = Place.none
    private var sequence: UInt64 = 0
    /// What is kept now.
    private(set) var count = 0
    private(set) var bytes = 0

    init(_ limits: HubLimits) {
        precondition(limits.keptPerOrganization > 0 && limits.keptMax > 0, "a memory keeps something")
        self.limits = limits
    }

    /// Keeps a message, and forgets what is too much.
    mutating func remember(_ frame: LiveFrame, of organization: OrganizationID, at now: MonotonicTime) {
        sequence += 1
        let place = take(Place(frame: frame, organization: organization, sequence: sequence, at: now, older: newest))
        if newest == Place.none { oldest = place } else { places[Int(newest)].newer = place }
        newest = place
        count += 1
        bytes += frame.bytes
        if var row = rows[organization] {
            places[Int(row.newest)].newerOfOrganization = place
            row.newest = place
            row.count += 1
            rows[organization] = row
            if row.count > limits.keptPerOrganization { forgetOldest(of: organization) }
        } else {
            rows[organization] = Row(oldest: place, newest: place)
        }
        while count > limits.keptMax || bytes > limits.keptBytesMax, count > 1 {
            forgetOldest(of: places[Int(oldest)].organization)
        }
    }

    /// What an organisation, and everybody, was told after the message with this id; from `overlap` before it when that is
    /// given. Nil when the message is not kept any more: then nobody knows what is missing.
    func after(_ id: EventID, of organization: OrganizationID, overlap: Duration?) -> [LiveFrame]? {
        let rows = organization == .platform ? [organization] : [organization, .platform]
        var found: (sequence: UInt64, at: MonotonicTime)?
        for row in rows { visit(row) { place in if place.frame?.id == id { found = (place.sequence, place.at) } } }
        guard let found else { return nil }
        let since = overlap.map { found.at + (.zero - $0) }
        var missed: [(sequence: UInt64, frame: LiveFrame)] = []
        for row in rows {
            visit(row) { place in
                guard let frame = place.frame, frame.id != id else { return }
                if place.sequence > found.sequence || since.map({ place.at >= $0 }) ?? false {
                    missed.append((place.sequence, frame))
                }
            }
        }
        return missed.sorted { $0.sequence < $1.sequence }.map(\.frame)
    }

    private func visit(_ organization: OrganizationID, _ body: (Place) -> Void) {
        var next = rows[organization]?.oldest ?? Place.none
        while next != Place.none {
            body(places[Int(next)])
            next = places[Int(next)].newerOfOrganization
        }
    }

    private mutating func take(_ place: Place) -> Int32 {
        if let index = free.popLast() {
            places[Int(index)] = place
            return index
        }
        places.append(place)
        return Int32(places.count - 1)
    }

    private mutating func forgetOldest(of organization: OrganizationID) {
        guard var row = rows[organization] else { return }
        let index = row.oldest
        let place = places[Int(index)]
        if place.older == Place.none { oldest = place.newer } else { places[Int(place.older)].newer = place.newer }
        if place.newer == Place.none { newest = place.older } else { places[Int(place.newer)].older = place.older }
        row.oldest = place.newerOfOrganization
        row.count -= 1
        rows[organization] = row.count > 0 ? row : nil
        count -= 1
        bytes -= place.frame?.bytes ?? 0
        places[Int(index)].frame = nil
        free.append(index)
    }
}
