/// Numbers, exactly as written.
extension JSONReader {
    @inline(__always)
    private func digit(_ offset: Int) -> UInt8? {
        guard offset < count else { return nil }
        let value = byte(offset) &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    /// Consumes a number, whose first byte (a digit or a minus sign) is next.
    @usableFromInline
    mutating func number() throws(JSONStop) -> JSONNumber {
        let isNegative = byte(position) == UInt8(ascii: "-")
        var end = isNegative ? position + 1 : position
        let first = end
        var magnitude: Int64 = 0
        while end - first <= 18, let digit = digit(end) {
            magnitude = magnitude &* 10 &+ Int64(digit)
            end += 1
        }
        let length = end - first
        let isPlain = length > 0 && length <= 18 && (length == 1 || byte(first) != UInt8(ascii: "0"))
        guard isPlain, end == count || !continuesNumber(byte(end)), end - position <= limits.numberBytesMax else {
            return try decimal()
        }
        position = end
        return .integer(isNegative ? -magnitude : magnitude)
    }

    @inline(__always)
    private func continuesNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    /// The whole grammar: fractions, exponents and integers of more than 18 digits.
    private mutating func decimal() throws(JSONStop) -> JSONNumber {
        let start = position
        let isNegative = byte(position) == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let first = position
        var digits = Significand()
        try digitRun { digits.append($0) }
        if byte(first) == UInt8(ascii: "0"), position > first + 1 {
            throw stop(.badNumber, "a number must not begin with a superfluous zero")
        }
        var scale = 0
        if position < count, byte(position) == UInt8(ascii: ".") {
            position += 1
            let fraction = position
            try digitRun { digits.append($0) }
            scale = position - fraction
        }
        var exponent = 0
        if position < count, byte(position) | 0x20 == UInt8(ascii: "e") {
            position += 1
            let sign = try peek()
            if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
            try digitRun { exponent = min(exponent * 10 + Int($0), 1_000_000) }
            if sign == UInt8(ascii: "-") { exponent = -exponent }
        }
        guard position - start <= limits.numberBytesMax else {
            throw stop(.numberTooLong, "a number is longer than \(limits.numberBytesMax) bytes")
        }
        let value = digits.isExact ? digits.decimal(isNegative: isNegative, exponent: exponent - scale) : nil
        guard let value else {
            throw stop(
                .numberTooLarge,
                "a number has more than \(JSONDecimal.digitsMax) digits or is out of the range of decimals")
        }
        return JSONNumber(value)
    }

    /// Consumes one digit or more.
    @inline(__always)
    private mutating func digitRun(_ body: (UInt8) -> Void) throws(JSONStop) {
        guard let first = digit(position) else {
            if position == count { throw endedEarly() }
            throw stop(.badNumber, "a digit is missing in a number")
        }
        body(first)
        position += 1
        while let next = digit(position) {
            body(next)
            position += 1
        }
    }
}

/// Collects the digits of a number, leading zeros aside.
private struct Significand {
    var value: Int128 = 0
    var count = 0
    var isExact: Bool { count <= JSONDecimal.digitsMax }

    mutating func append(_ digit: UInt8) {
        if count > 0 || digit > 0 { count += 1 }
        if isExact { value = value * 10 + Int128(digit) }
    }

    func decimal(isNegative: Bool, exponent: Int) -> JSONDecimal? {
        JSONDecimal(coefficient: isNegative ? -value : value, exponent: value == 0 ? min(0, exponent) : exponent)
    }
}
