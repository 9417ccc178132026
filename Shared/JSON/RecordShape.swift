import Bytes
import Identifiers

/// The members of one record type, and the loops over them.
///
/// Decoding puts each member's value, as it comes, into a slot of one stack allocation, and only when every slot is
/// filled moves all of them into the type's own initializer: there is no half-built value, no box for each member
/// and no order that members have to come in. Nothing here is generic, so these loops exist once for all records.
@usableFromInline
final class RecordShape: Sendable {
    @usableFromInline let slotBytes: Int
    @usableFromInline let slotAlignment: Int
    private let members: [RecordMember]
    private let ignoresUnknown: Bool
    // What the loops need of each member without touching a reference: counting several for each member was half of
    // the time of encoding.
    private let traits: [MemberTraits]
    /// Every member's name, one after the other.
    private let names: [UInt8]
    /// `,"name":` of every member, one after the other.
    private let openings: [UInt8]

    @usableFromInline
    init(_ members: [RecordMember], ignoresUnknown: Bool) {
        precondition(members.count <= MemberSet.capacity, "a record has more members than a MemberSet holds")
        precondition(Set(members.map(\.name)).count == members.count, "two members of a record have one name")
        var walk = SlotWalk()
        var names: [UInt8] = []
        var openings: [UInt8] = []
        traits = members.map { member in
            let (nameStart, openingStart) = (names.count, openings.count)
            names.append(text: member.name)
            openings.append(UInt8(ascii: ","))
            appendQuoted(member.name, to: &openings)
            openings.append(UInt8(ascii: ":"))
            return MemberTraits(
                slot: walk.next(member.layout), name: nameStart..<names.count,
                nameHead: names[nameStart...].prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) },
                opening: openingStart..<openings.count, access: member.access,
                classification: member.classification, isOmissible: member.omits != nil)
        }
        self.names = names
        self.openings = openings
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
        if filled.count == traits.count { return true }
        discard(filled, in: slots)
        return false
    }

    private func discard(_ filled: MemberSet, in slots: UnsafeMutableRawPointer) {
        for index in members.indices where filled.contains(index) {
            members[index].deinitialize(slots + traits[index].slot)
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
            let access = traits[index].access
            if access != .readWrite, access.isWritten(by: reader.side) {
                try reader.skip()
                try reader.faultOneWay(access)
            } else if try members[index].decode(&reader, slots + traits[index].slot) {
                filled.insert(index)
            }
        }
        if seen.count < traits.count { try fillAbsent(except: seen, &reader, in: slots, filled: &filled) }
        reader.close()
    }

    private func fillAbsent(
        except seen: MemberSet, _ reader: inout JSONReader, in slots: UnsafeMutableRawPointer,
        filled: inout MemberSet
    ) throws(JSONStop) {
        for index in members.indices where !seen.contains(index) {
            if let fill = members[index].fillAbsent {
                fill(slots + traits[index].slot)
                filled.insert(index)
            } else {
                try reader.faultAbsent(members[index].name, .missingMember, "is required")
            }
        }
    }

    /// Members mostly come in the order of the declaration, so the search begins where the last one ended.
    @inline(__always)
    private func index(of token: JSONStringToken, from expected: Int, in reader: borrowing JSONReader) -> Int? {
        if token.hasEscapes { return members.firstIndex { reader.matches(token, Array($0.name.utf8)) } }
        let head = reader.head(of: token.range)
        for index in expected..<traits.count where isName(token.range, head, of: index, in: reader) { return index }
        for index in 0..<expected where isName(token.range, head, of: index, in: reader) { return index }
        return nil
    }

    /// The first eight bytes settle nearly every comparison.
    @inline(__always)
    private func isName(_ range: Range<Int>, _ head: UInt64, of index: Int, in reader: borrowing JSONReader) -> Bool {
        let name = traits[index].name
        guard head == traits[index].nameHead, range.count == name.count else { return false }
        var offset = 8
        while offset < name.count {
            if reader.byte(range.lowerBound + offset) != names[name.lowerBound + offset] { return false }
            offset += 1
        }
        return true
    }

    /// Appends the object whose value lies at `root`.
    @usableFromInline
    func write(_ root: UnsafeRawPointer, _ writer: inout JSONWriter) {
        writer.append(UInt8(ascii: "{"))
        var isFirst = true
        if !writer.tag.isEmpty {
            let tag = writer.tag
            writer.bytes.append(span: tag.span)
            writer.tag = []
            isFirst = false
        }
        for index in traits.indices {
            let member = traits[index]
            guard member.access.isWritten(by: writer.side) else { continue }
            if member.isOmissible, let omits = members[index].omits, omits(root) { continue }
            writer.bytes.append(openings, in: isFirst ? member.opening.dropFirst() : member.opening)
            isFirst = false
            if let level = writer.maskingAbove, member.classification > level {
                writer.bytes.append("\"***\"")
            } else {
                members[index].encode(root, &writer)
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

/// What is known of a member without references.
private struct MemberTraits {
    let slot: Int
    let name: Range<Int>
    let nameHead: UInt64
    let opening: Range<Int>
    let access: JSONAccess
    let classification: DataClassification
    let isOmissible: Bool
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
    /// The first eight bytes of the range, the first one lowest; zeros where the range is shorter.
    @inline(__always)
    fileprivate func head(of range: Range<Int>) -> UInt64 {
        guard range.lowerBound + 8 <= count else { return range.reversed().reduce(0) { $0 << 8 | UInt64(byte($1)) } }
        let word = word(range.lowerBound)
        return range.count >= 8 ? word : word & ((1 &<< UInt64(range.count * 8)) - 1)
    }

    fileprivate mutating func faultOneWay(_ access: JSONAccess) throws(JSONStop) {
        if access == .readOnly {
            try fault(.readOnly, "is set by the server only")
        } else {
            try fault(.writeOnly, "is never part of an answer")
        }
    }
}
