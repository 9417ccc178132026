/// The punctuation between values: whitespace, literals, and the loops over members and elements.
extension JSONReader {
    /// The step of a container in which no member or element has been reached: a fault there is the container's.
    static var noStep: Int { .max }

    @inline(__always)
    func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Moves to the next byte that is not whitespace; there must be one.
    @inline(__always)
    mutating func skipWhitespace() throws(JSONStop) {
        while position < count {
            guard isWhitespace(byte(position)) else { return }
            position += 1
        }
        throw endedEarly()
    }

    /// The first byte of the value about to be read.
    @usableFromInline
    mutating func peek() throws(JSONStop) -> UInt8 {
        guard position < count else { throw endedEarly() }
        return byte(position)
    }

    /// Consumes `text` in full.
    mutating func literal(_ text: StaticString) throws(JSONStop) {
        var rest = position
        for expected in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
            guard rest < count else { throw endedEarly() }
            guard byte(rest) == expected else { throw unexpected() }
            rest += 1
        }
        position = rest
    }

    /// Enters an array or object, whose opening byte is next.
    @usableFromInline
    mutating func open() throws(JSONStop) {
        guard outerSteps.count < limits.depthMax else {
            throw stop(.tooDeep, "values are nested deeper than \(limits.depthMax) levels")
        }
        position += 1
        outerSteps.append(step)
        step = Self.noStep
    }

    /// Leaves the innermost array or object, whose closing byte has been consumed.
    @usableFromInline
    mutating func close() {
        step = outerSteps.removeLast()
    }

    /// After `open` of an object, or after a member's value: the next member's name, with the position moved to its
    /// value; nil when the object ends. `ordinal` counts the members read so far.
    @usableFromInline
    mutating func nextMember(after ordinal: Int) throws(JSONStop) -> JSONStringToken? {
        try skipWhitespace()
        if byte(position) == UInt8(ascii: "}") {
            position += 1
            return nil
        }
        if ordinal > 0 { try separator() }
        guard byte(position) == UInt8(ascii: "\"") else { throw unexpected() }
        guard ordinal < limits.membersMax else {
            throw stop(.tooManyMembers, "an object has more than \(limits.membersMax) members")
        }
        let name = try string(limit: limits.nameBytesMax, code: .nameTooLarge)
        step = name.range.lowerBound - 1
        try skipWhitespace()
        guard byte(position) == UInt8(ascii: ":") else { throw unexpected() }
        position += 1
        try skipWhitespace()
        return name
    }

    /// After `open` of an array, or after an element: whether another element is next. `index` is its index.
    @usableFromInline
    mutating func nextElement(_ index: Int) throws(JSONStop) -> Bool {
        try skipWhitespace()
        if byte(position) == UInt8(ascii: "]") {
            position += 1
            return false
        }
        if index > 0 { try separator() }
        guard index < limits.elementsMax else {
            throw stop(.tooManyElements, "an array has more than \(limits.elementsMax) elements")
        }
        step = ~index
        return true
    }

    @inline(__always)
    private mutating func separator() throws(JSONStop) {
        guard byte(position) == UInt8(ascii: ",") else { throw unexpected() }
        position += 1
        try skipWhitespace()
    }
}
