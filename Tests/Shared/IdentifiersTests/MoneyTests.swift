import Identifiers
import Testing

@Suite("Money")
struct MoneyTests {
    static let euro = Currency("EUR")

    func usd(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .usd) }

    @Test(
        "sums, differences and multiples are exact", arguments: [(125_050, 950), (-5, 5), (0, 0)] as [(Int64, Int64)])
    func arithmetic(left: Int64, right: Int64) throws {
        #expect(try usd(left).adding(usd(right)) == usd(left + right))
        #expect(try usd(left).subtracting(usd(right)) == usd(left - right))
        #expect(try usd(left).multiplied(by: 3) == usd(left * 3))
    }

    @Test("what does not fit is refused, at the last unit that does and one past it")
    func overflow() throws {
        #expect(try usd(.max - 1).adding(usd(1)) == usd(.max))
        #expect(throws: MoneyFault.overflow) { try usd(.max).adding(usd(1)) }
        #expect(try usd(.min + 1).subtracting(usd(1)) == usd(.min))
        #expect(throws: MoneyFault.overflow) { try usd(.min).subtracting(usd(1)) }
        #expect(throws: MoneyFault.overflow) { try usd(.min).multiplied(by: -1) }
        #expect(throws: MoneyFault.overflow) { try usd(.max).share(2, of: 1) }
        #expect(try usd(.max).share(.max, of: .max) == usd(.max))
    }

    @Test("currencies do not mix")
    func currencies() throws {
        let euro = Money(minorUnits: 1, currency: try #require(Self.euro))
        #expect(throws: MoneyFault.otherCurrency) { try usd(1).adding(euro) }
        #expect(throws: MoneyFault.otherCurrency) { try usd(1).subtracting(euro) }
        #expect(usd(1) != euro)
        #expect(Set(MoneyFault.allCases.map(\.label.description)).count == 3)
    }

    static let shares: [(Int64, Int64, Int64, Int64)] = [
        (1_000, 825, 10_000, 82), (1_010, 825, 10_000, 83), (3_250, 90, 60, 4_875), (5, 1, 2, 2), (15, 1, 2, 8),
        (-5, 1, 2, -2), (-15, 1, 2, -8), (-7, 1, 3, -2), (-8, 1, 3, -3), (100, 0, 7, 0), (1, 1, 3, 0), (2, 1, 3, 1),
    ]

    @Test("a share is rounded to the nearest unit, and a tie to the even one", arguments: shares)
    func share(amount: Int64, numerator: Int64, denominator: Int64, expected: Int64) throws {
        #expect(try usd(amount).share(numerator, of: denominator) == usd(expected))
    }

    @Test("nothing is divided by what is not positive", arguments: [0, -1] as [Int64])
    func denominator(denominator: Int64) {
        #expect(throws: MoneyFault.badDenominator) { try usd(1).share(1, of: denominator) }
    }

    @Test("a currency is three capital letters", arguments: ["", "US", "USDX", "usd", "U$D", "ÄÖ", "ＵＳＤ"])
    func refused(text: String) {
        #expect(Currency(text) == nil)
    }

    @Test("currencies without hundredths are refused", arguments: ["JPY", "KWD", "CLF", "XAU", "XTS"])
    func otherUnits(text: String) {
        #expect(Currency(text) == nil)
    }

    @Test("a currency is written as it was read", arguments: ["USD", "EUR", "CAD", "AAA", "ZZZ"])
    func text(text: String) {
        #expect(Currency(text)?.description == text)
        #expect((Currency(text) == .usd) == (text == "USD"))
    }
}
