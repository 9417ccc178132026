import Identifiers

/// Gathers what is wrong, so that an answer lists all of it and not the first.
struct Faults {
    private(set) var all: [BookingFault] = []

    mutating func add(_ fault: BookingFault) { all.append(fault) }

    mutating func add(_ more: [BookingFault]) { all += more }

    /// A text that may be empty.
    mutating func text(_ text: String, _ field: BookingField, _ index: Int? = nil, part: String? = nil, max: Int) {
        if text.unicodeScalars.count > max { add(BookingFault(field, .tooLong(max: max), at: index, part: part)) }
    }

    /// A text with something in it besides white space.
    mutating func name(_ text: String, _ field: BookingField, _ index: Int? = nil, part: String? = nil, max: Int) {
        if text.isBlank { add(BookingFault(field, .required, at: index, part: part)) }
        self.text(text, field, index, part: part, max: max)
    }

    mutating func count(_ count: Int, _ field: BookingField, _ index: Int? = nil, part: String? = nil, max: Int) {
        if count > max { add(BookingFault(field, .tooMany(max: max), at: index, part: part)) }
    }

    mutating func amount(
        _ amount: Money?, _ field: BookingField, _ index: Int? = nil, part: String? = nil, currency: Currency
    ) {
        guard let amount else { return }
        if !BookingLimits.money.contains(amount.minorUnits) {
            add(BookingFault(field, .outOfRange, at: index, part: part))
        }
        if amount.currency != currency { add(BookingFault(field, .otherCurrency, at: index, part: part)) }
    }

    mutating func document(_ document: Document?, _ field: BookingField) {
        if let document, document.canonicalBytes.count > BookingLimits.documentBytesMax {
            add(BookingFault(field, .tooLong(max: BookingLimits.documentBytesMax)))
        }
    }

    func check() throws(BookingError) {
        if !all.isEmpty { throw .invalid(all) }
    }
}

extension String {
    /// Nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
