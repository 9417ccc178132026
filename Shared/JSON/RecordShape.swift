import Bytes

/// The members of one record type, and the loops over them.
///
/// Decoding puts each member's value, as it comes, into a slot of one stack allocation, and only when every slot is
/// filled moves all of them into the type's own initializer: there is no half-built value, no box for each member
/// and no order that members have to come in. Nothing here is generic, so these loops exist once for all records.
@usableFromInline
final class RecordShape: Sendable {
    let members: [RecordMember]
    @usableFromInline let slotBytes: Int
    @usableFromInline let slotAlignment: Int
    private let names: [MemberName]
    private let offsets: [Int]
    private let ignoresUnknown: Bool

    @usableFromInline
    init(_ members: [RecordMember], ignoresUnknown: Bool) {
        precondition(members.count <= MemberSet.capacity, "a record has more members than a MemberSet holds")
        names = members.map { MemberName($0.name) }
        precondition(Set(names.map(\.bytes)).count == members.count, "two members of a record have one name")
        var walk = SlotWalk()
        offsets = members.map { walk.next($0.layout) }
        slotBytes = max(1, walk.end)
        slotAlignment = walk.alignment
        self.members = members
        self.ignoresUnknown = ignoresUnknown
    }

    /// Consumes the members of the object that has been entered and fills the slots. True when all of them are
    /// filled; otherwise none is.
    @usableFromInline
    func read(_ reader: inout JSONReader, into slots: UnsafeMutableRawPointer) throws(JSONStop) -> Bool {
        var filled = MemberSet()
        do throws(JSONStop) {
            try read(&reader, into: slots, filled: &filled)
        } catch {
            discard(filled, in: slots)
            throw error
        }
        if filled.count == members.count { return true }
        discard(filled, in: slots)
        return false
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
            guard seen.insert(index) else {
                try reader.skip()
                try reader.fault(.duplicateMember, "the object has this member already")
                continue
            }
            let access = members[index].access
            if access != .readWrite, access.isWritten(by: reader.side) {
                try reader.skip()
                try reader.faultOneWay(access)
            } else if try members[index].decode(&reader, slots + offsets[index]) {
                filled.insert(index)
            }
        }
        if seen.count < members.count { try fillAbsent(except: seen, &reader, in: slots, filled: &filled) }
        reader.close()
    }

    private func fillAbsent(
        except seen: MemberSet, _ reader: inout JSONReader, in slots: UnsafeMutableRawPointer,
        filled: inout MemberSet
    ) throws(JSONStop) {
        for index in members.indices where !seen.contains(index) {
            if let fill = members[index].fillAbsent {
                fill(slots + offsets[index])
                filled.insert(index)
            } else {
                try reader.faultAbsent(names[index].bytes, .missingMember, "is required")
            }
        }
    }

    /// Members mostly come in the order of the declaration, so the search begins where the last one ended.
    @inline(__always)
    private func index(of token: JSONStringToken, from expected: Int, in reader: borrowing JSONReader) -> Int? {
        let head = reader.head(of: token.range)
        for index in expected..<names.count where reader.matches(token, head, names[index]) { return index }
        for index in 0..<expected where reader.matches(token, head, names[index]) { return index }
        return nil
    }

    /// Appends the object whose value lies at `root`.
    @usableFromInline
    func write(_ root: UnsafeRawPointer, _ writer: inout JSONWriter) {
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
                    name: member.name, schema: member.describe(),
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

    func contains(_ index: Int) -> Bool { bits & (1 &<< UInt128(truncatingIfNeeded: index)) != 0 }

    /// False when the index is there already.
    @discardableResult
    mutating func insert(_ index: Int) -> Bool {
        guard !contains(index) else { return false }
        bits |= 1 &<< UInt128(truncatingIfNeeded: index)
        return true
    }
}

/// The members that a record does not declare: the tag of a union, which is expected once, and unknown ones.
private struct Strangers {
    let tag: [UInt8]?
    private var names: [String] = []
    private var unique = UniqueNames()

    init(tag: [UInt8]?) { self.tag = tag }

    mutating func meet(
        _ name: JSONStringToken, _ reader: inout JSONReader, ignoring: Bool
    ) throws(JSONStop) {
        let isTag = if let tag { reader.matches(name, tag) } else { false }
        let text = reader.text(name)
        let isNew = unique.insert(text, after: names)
        if isNew { names.append(text) }
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
