extension JSONType {
    /// A list of `count` elements of one type. Faults name elements by their index.
    @inlinable
    public static func array<Element>(_ element: JSONType<Element>, count: ClosedRange<Int>) -> JSONType<[Element]> {
        JSONType<[Element]>(
            decode: { [decode = element.decode] reader throws(JSONStop) in
                guard try reader.enter(UInt8(ascii: "["), "an array") else { return nil }
                var elements: [Element] = []
                var index = 0
                while try reader.nextElement(index) {
                    if index >= count.upperBound {
                        try reader.skip()
                    } else if let element = try decode(&reader) {
                        elements.append(element)
                    }
                    index += 1
                }
                reader.close()
                guard try reader.accepts(index, in: count) else { return nil }
                return elements.count == index ? elements : nil
            },
            encode: { [encode = element.encode] elements, writer in
                writer.append(UInt8(ascii: "["))
                var isFirst = true
                for element in elements {
                    if !isFirst { writer.append(UInt8(ascii: ",")) }
                    isFirst = false
                    encode(element, &writer)
                }
                writer.append(UInt8(ascii: "]"))
            },
            describe: { [describe = element.describe] in .array(of: describe(), count: count) })
    }

    /// An object whose member names are data: `count` members with names of `nameLength` Unicode scalars and values
    /// of one type. Written in the order of the names, so that equal dictionaries have equal bytes.
    @inlinable
    public static func map<Element>(
        _ element: JSONType<Element>, count: ClosedRange<Int>, nameLength: ClosedRange<Int> = 1...64
    ) -> JSONType<[String: Element]> {
        JSONType<[String: Element]>(
            decode: { [decode = element.decode] reader throws(JSONStop) in
                guard try reader.enter(UInt8(ascii: "{"), "an object") else { return nil }
                var elements: [String: Element] = [:]
                var names: Set<String> = []
                var read = 0
                while let token = try reader.nextMember(after: read) {
                    read += 1
                    guard read <= count.upperBound else {
                        try reader.skip()
                        continue
                    }
                    let name = reader.text(token)
                    guard try reader.acceptsName(token, length: nameLength, isNew: names.insert(name).inserted) else {
                        try reader.skip()
                        continue
                    }
                    elements[name] = try decode(&reader)
                }
                reader.close()
                guard try reader.accepts(read, in: count) else { return nil }
                return elements.count == read ? elements : nil
            },
            encode: { [encode = element.encode] elements, writer in
                writer.append(UInt8(ascii: "{"))
                var isFirst = true
                for (name, element) in elements.sorted(by: { $0.key < $1.key }) {
                    if !isFirst { writer.append(UInt8(ascii: ",")) }
                    isFirst = false
                    writer.quote(name)
                    writer.append(UInt8(ascii: ":"))
                    encode(element, &writer)
                }
                writer.append(UInt8(ascii: "}"))
            },
            describe: { [describe = element.describe] in
                .map(of: describe(), count: count, nameLength: nameLength)
            })
    }
}

extension JSONReader {
    /// Opens the container that begins with `opening`, or collects the fault that something else is next.
    @usableFromInline
    mutating func enter(_ opening: UInt8, _ expected: String) throws(JSONStop) -> Bool {
        guard try peek() == opening else {
            try refuse(expected)
            return false
        }
        try open()
        return true
    }

    /// Consumes any value. What is skipped is held to the same syntax as what is read.
    @usableFromInline
    mutating func skip() throws(JSONStop) {
        _ = try value()
    }

    /// Collects the fault that a container has too few or too many items.
    @usableFromInline
    mutating func accepts(_ items: Int, in count: ClosedRange<Int>) throws(JSONStop) -> Bool {
        if items < count.lowerBound {
            try fault(
                .tooFewItems,
                count.lowerBound == 1 ? "must not be empty" : "must have at least \(count.lowerBound) items")
            return false
        }
        if items > count.upperBound {
            try fault(.tooManyItems, "must have at most \(count.upperBound) items")
            return false
        }
        return true
    }

    /// Collects the fault of a name that is data and not acceptable as such.
    @usableFromInline
    mutating func acceptsName(
        _ name: JSONStringToken, length: ClosedRange<Int>, isNew: Bool
    ) throws(JSONStop) -> Bool {
        guard isNew else {
            try fault(.duplicateMember, "the object has this member already")
            return false
        }
        guard length.contains(scalarCount(name)) else {
            try fault(
                .badFormat, "the name must have from \(length.lowerBound) to \(length.upperBound) characters")
            return false
        }
        return true
    }
}
