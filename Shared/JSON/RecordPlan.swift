import Bytes

/// Decodes and encodes one record type.
///
/// Decoding puts each member's value, as it comes, into a slot of one stack allocation, and only when every slot is
/// filled moves all of them into the type's own initializer: there is no half-built value, no box for each member
/// and no order that members have to come in.
@usableFromInline
struct RecordPlan<Root>: Sendable {
    private let members: [RecordMember<Root>]
    private let offsets: [Int]
    private let slotBytes: Int
    private let slotAlignment: Int
    private let ignoresUnknown: Bool
    private let make: @Sendable (UnsafeMutableRawPointer) -> Root

    @usableFromInline
    init(
        _ members: [RecordMember<Root>], ignoresUnknown: Bool,
        make: @escaping @Sendable (UnsafeMutableRawPointer) -> Root
    ) {
        precondition(members.count <= MemberSet.capacity, "a record has more members than a MemberSet holds")
        precondition(Set(members.map(\.name)).count == members.count, "two members of a record have one name")
        var walk = SlotWalk()
        offsets = members.map { walk.next($0.layout) }
        slotBytes = max(1, walk.end)
        slotAlignment = walk.alignment
        self.members = members
        self.ignoresUnknown = ignoresUnknown
        self.make = make
    }

    @usableFromInline
    func decode(_ reader: inout JSONReader) throws(JSONStop) -> Root? {
        guard try reader.enter(UInt8(ascii: "{"), "an object") else { return nil }
        let outcome: Result<Root?, JSONStop> = withUnsafeTemporaryAllocation(
            byteCount: slotBytes, alignment: slotAlignment
        ) { slots in
            guard let slots = slots.baseAddress else { return .success(nil) }
            var filled = MemberSet()
            do throws(JSONStop) {
                try read(&reader, into: slots, filled: &filled)
                if filled.count == members.count { return .success(make(slots)) }
                discard(filled, in: slots)
                return .success(nil)
            } catch {
                discard(filled, in: slots)
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func discard(_ filled: MemberSet, in slots: UnsafeMutableRawPointer) {
        for index in members.indices where filled.contains(index) {
            members[index].deinitialize(slots + offsets[index])
        }
    }

    private func read(
        _ reader: inout JSONReader, into slots: UnsafeMutableRawPointer, filled: inout MemberSet
    ) throws(JSONStop) {
        var seen = MemberSet()
        var strangers = Strangers(tag: reader.tag)
        reader.tag = nil
        var expected = 0
        var ordinal = 0
        while let name = try reader.nextMember(after: ordinal) {
            ordinal += 1
            guard let index = index(of: name, from: expected, in: reader) else {
                try strangers.meet(name, &reader, ignoring: ignoresUnknown)
                continue
            }
            expected = index + 1
            let member = members[index]
            guard seen.insert(index) else {
                try reader.skip()
                try reader.fault(.duplicateMember, "the object has this member already")
                continue
            }
            if member.access != .readWrite, member.access.isWritten(by: reader.side) {
                try reader.skip()
                try reader.faultOneWay(member.access)
            } else if try member.decode(&reader, slots + offsets[index]) {
                filled.insert(index)
            }
        }
        for index in members.indices where !seen.contains(index) {
            if let fill = members[index].fillAbsent {
                fill(slots + offsets[index])
                filled.insert(index)
            } else {
                try reader.faultAbsent(members[index].name, .missingMember, "is required")
            }
        }
        reader.close()
    }

    /// Members mostly come in the order of the declaration, so the search begins where the last one ended.
    private func index(of name: JSONStringToken, from expected: Int, in reader: borrowing JSONReader) -> Int? {
        for index in expected..<members.count where reader.matches(name, members[index].name) { return index }
        for index in 0..<min(expected, members.count) where reader.matches(name, members[index].name) { return index }
        return nil
    }

    @usableFromInline
    func encode(_ root: Root, _ writer: inout JSONWriter) {
        withUnsafePointer(to: root) { write(UnsafeRawPointer($0), &writer) }
    }

    private func write(_ root: UnsafeRawPointer, _ writer: inout JSONWriter) {
        writer.append(UInt8(ascii: "{"))
        var isFirst = true
        if !writer.tag.isEmpty {
            writer.bytes.append(contentsOf: writer.tag)
            writer.tag = []
            isFirst = false
        }
        for member in members {
            guard member.access.isWritten(by: writer.side) else { continue }
            if let omits = member.omits, omits(root) { continue }
            writer.bytes.append(contentsOf: isFirst ? member.opening : member.followingOpening)
            isFirst = false
            if let level = writer.maskingAbove, member.classification > level {
                writer.bytes.append("\"***\"")
            } else {
                member.encode(root, &writer)
            }
        }
        writer.append(UInt8(ascii: "}"))
    }

    @usableFromInline
    func schema(named name: String) -> JSONSchema {
        .record(
            named: name,
            members.map { member in
                JSONSchema.Property(
                    name: String(decoding: member.name, as: UTF8.self), schema: member.describe(),
                    isRequired: member.fillAbsent == nil, access: member.access,
                    classification: member.classification)
            }, allowsOthers: ignoresUnknown)
    }
}

/// A set of member indices.
struct MemberSet {
    static let capacity = 128
    private var bits: UInt128 = 0

    var count: Int { bits.nonzeroBitCount }

    func contains(_ index: Int) -> Bool { bits & (1 << UInt128(index)) != 0 }

    /// False when the index is there already.
    @discardableResult
    mutating func insert(_ index: Int) -> Bool {
        guard !contains(index) else { return false }
        bits |= 1 << UInt128(index)
        return true
    }
}

/// The members that a record does not declare: the tag of a union, which is expected once, and unknown ones.
private struct Strangers {
    let tag: [UInt8]?
    var hasTag = false
    var names = UniqueNames()

    mutating func meet(
        _ name: JSONStringToken, _ reader: inout JSONReader, ignoring: Bool
    ) throws(JSONStop) {
        let isTag = if let tag { reader.matches(name, tag) } else { false }
        let isNew = names.insert(reader.text(name))
        try reader.skip()
        guard isNew else { return try reader.fault(.duplicateMember, "the object has this member already") }
        if !isTag, !ignoring { try reader.fault(.unknownMember, "is not known here") }
    }
}

extension JSONReader {
    mutating func faultOneWay(_ access: JSONAccess) throws(JSONStop) {
        if access == .readOnly {
            try fault(.readOnly, "is set by the server only")
        } else {
            try fault(.writeOnly, "is never part of an answer")
        }
    }
}
