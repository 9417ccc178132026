public import Bytes

extension JSONType {
    /// A whole number of any width. `2.0` and `2e0` are whole, as JSON Schema has it.
    @inlinable
    public static func integer<Integer: FixedWidthInteger & Sendable>(
        _ range: ClosedRange<Integer> = Integer.min...Integer.max
    ) -> JSONType<Integer> {
        JSONType<Integer>(
            decode: { reader throws(JSONStop) in
                guard let number = try reader.numberToken() else { return nil }
                if case .integer(let small) = number, let value = Integer(exactly: small), range.contains(value) {
                    return value
                }
                guard let whole = number.decimal.whole else {
                    try reader.fault(.wrongType, "expected a whole number")
                    return nil
                }
                guard let value = Integer(exactly: whole), range.contains(value) else {
                    try reader.fault(.outOfRange, "must be from \(range.lowerBound) to \(range.upperBound)")
                    return nil
                }
                return value
            },
            encode: { value, writer in writer.bytes.append(decimal: value) },
            describe: {
                JSONSchema([
                    "type": "integer", "minimum": .number(JSONNumber(whole: range.lowerBound)),
                    "maximum": .number(JSONNumber(whole: range.upperBound)),
                ])
            })
    }

    /// An exact decimal with at most `decimals` digits after the point. With `orText` a string that holds the number
    /// is accepted as well, for clients whose numbers are binary.
    public static func decimal(
        _ range: ClosedRange<JSONDecimal>, decimals: UInt8, orText: Bool = false
    ) -> JSONType<JSONDecimal> {
        JSONType<JSONDecimal>(
            decode: { reader throws(JSONStop) in
                try reader.decimal(in: range, decimals: decimals, orText: orText)
            },
            encode: { value, writer in value.append(to: &writer.bytes) },
            describe: { .decimal(range, decimals: decimals, orText: orText) })
    }

    /// An amount of money: a number, or a string that holds one, with at most two decimals; always written as a
    /// number with exactly two.
    public static func money(_ range: ClosedRange<JSONDecimal>) -> JSONType<JSONDecimal> {
        JSONType<JSONDecimal>(
            decode: { reader throws(JSONStop) in try reader.decimal(in: range, decimals: 2, orText: true) },
            encode: { value, writer in
                guard let cents = value.units(scale: 2) else { return value.append(to: &writer.bytes) }
                appendFixed(Int128(cents), decimals: 2, to: &writer.bytes)
            },
            describe: { .decimal(range, decimals: 2, orText: true) })
    }

    /// An amount of money held in minor units (cents), on the wire as `money` is.
    public static func minorUnits(_ range: ClosedRange<Int64>) -> JSONType<Int64> {
        let amounts = JSONDecimal(units: range.lowerBound, scale: 2)...JSONDecimal(units: range.upperBound, scale: 2)
        return JSONType<Int64>(
            decode: { reader throws(JSONStop) in
                try reader.decimal(in: amounts, decimals: 2, orText: true)?.units(scale: 2)
            },
            encode: { value, writer in appendMinorUnits(value, to: &writer.bytes) },
            describe: { .decimal(amounts, decimals: 2, orText: true) })
    }

    /// A binary floating-point number, for coordinates and measurements. A value that is not finite, which cannot be
    /// decoded, is written as `null`, the way JavaScript does.
    public static func double(_ range: ClosedRange<Double>) -> JSONType<Double> {
        JSONType<Double>(
            decode: { reader throws(JSONStop) in
                guard let number = try reader.numberToken() else { return nil }
                guard range.contains(number.double) else {
                    try reader.fault(.outOfRange, "must be from \(range.lowerBound) to \(range.upperBound)")
                    return nil
                }
                return number.double
            },
            encode: { value, writer in appendDouble(value, to: &writer.bytes) },
            describe: {
                JSONSchema([
                    "type": "number", "format": "double", "minimum": .double(range.lowerBound),
                    "maximum": .double(range.upperBound),
                ])
            })
    }
}

/// Cents with a point before the last two digits.
private func appendMinorUnits(_ value: Int64, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, cents) = value.magnitude.quotientAndRemainder(dividingBy: 100)
    bytes.append(decimal: whole)
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(cents / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(cents % 10))
}

/// The shortest digits that identify the number, whole ones without a fraction.
private func appendDouble(_ value: Double, to bytes: inout [UInt8]) {
    guard value.isFinite else { return bytes.append("null") }
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return bytes.append(decimal: whole) }
    bytes.append(text: value.description)
}

extension JSONValue {
    /// The number as its shortest digits have it; null when it is out of the range of decimals.
    static func double(_ value: Double) -> JSONValue {
        var bytes: [UInt8] = []
        appendDouble(value, to: &bytes)
        return JSONDecimal(parsing: bytes.span).map { .number(JSONNumber($0)) } ?? .null
    }
}

extension JSONDecimal {
    /// The value when it is whole and fits.
    @usableFromInline var whole: Int128? {
        let value = normalized
        guard value.exponent >= 0, value.exponent <= Self.digitsMax else { return nil }
        var result = value.coefficient
        for _ in 0..<value.exponent {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }

    /// Whether no more than `decimals` digits follow the point, trailing zeros aside.
    func fits(decimals: UInt8) -> Bool {
        exponent >= -Int(decimals) || normalized.exponent >= -Int(decimals)
    }
}

extension JSONNumber {
    /// Any integer that a schema can name; those past 38 digits become 0, which no 64-bit width reaches.
    @usableFromInline
    init(whole value: some FixedWidthInteger) {
        if let small = Int64(exactly: value) {
            self = .integer(small)
        } else {
            self = JSONNumber(
                JSONDecimal(coefficient: Int128(clamping: value), exponent: 0) ?? JSONDecimal(0))
        }
    }
}

extension JSONReader {
    /// Consumes a number, or collects the fault that there is none.
    @usableFromInline
    mutating func numberToken() throws(JSONStop) -> JSONNumber? {
        switch try peek() {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number()
        default:
            try refuse("a number")
            return nil
        }
    }

    mutating func decimal(
        in range: ClosedRange<JSONDecimal>, decimals: UInt8, orText: Bool
    ) throws(JSONStop) -> JSONDecimal? {
        var value: JSONDecimal?
        if orText, try peek() == UInt8(ascii: "\"") {
            let token = try string()
            value = withUTF8(token) { JSONDecimal(parsing: $0) }
            if value == nil { try fault(.badFormat, "must be a number or a string that holds one") }
        } else {
            value = try numberToken()?.decimal
        }
        guard let value else { return nil }
        guard value.fits(decimals: decimals) else {
            try fault(.tooPrecise, "must have at most \(decimals) digits after the point")
            return nil
        }
        guard range.contains(value) else {
            try fault(.outOfRange, "must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }
}
