public import Identifiers

extension BookingDetails {
    /// Everything that is wrong with them. The moment is given when the start is new: then it may not be past. A
    /// booking that stays where it is may be edited after the fact (C34).
    public func faults(startingAfter now: Timestamp?) -> [BookingFault] {
        var faults = Faults()
        faults.name(title, .title, max: BookingLimits.titleLengthMax)
        faults.text(description, .description, max: BookingLimits.descriptionLengthMax)
        if let region { faults.name(region, .region, max: BookingLimits.regionLengthMax) }
        if let city { faults.name(city, .city, max: BookingLimits.regionLengthMax) }
        faults.add(timeFaults(startingAfter: now))
        faults.add(productFaults())
        if !BookingLimits.attendance.contains(conditions.expectedAttendance) {
            faults.add(BookingFault(.conditions, .outOfRange, part: "expectedAttendance"))
        }
        if let age = conditions.minimumAge, !BookingLimits.age.contains(age) {
            faults.add(BookingFault(.conditions, .outOfRange, part: "minimumAge"))
        }
        faults.amount(budget, .budget, currency: currency)
        faults.amount(actualCost, .actualCost, currency: currency)
        faults.add(staffRequirements?.faults(currency: currency) ?? [])
        faults.add(equipmentRequirements?.faults() ?? [])
        faults.document(requirements, .requirements)
        faults.document(metadata, .metadata)
        return faults.all
    }

    private func productFaults() -> [BookingFault] {
        var faults = Faults()
        faults.count(products.count, .products, max: BookingLimits.productsMax)
        var seen: Set<UUID128> = []
        for (index, product) in products.enumerated() {
            faults.add(product.faults(at: index))
            if !seen.insert(product.id).inserted {
                faults.add(BookingFault(.products, .repeated, at: index, part: "id"))
            }
        }
        return faults.all
    }

    private func timeFaults(startingAfter now: Timestamp?) -> [BookingFault] {
        var faults = Faults()
        if end <= start {
            faults.add(BookingFault(.end, .notAfterStart))
        } else if start.duration(to: end) > BookingLimits.durationMax {
            faults.add(BookingFault(.end, .lastsTooLong))
        }
        if let now {
            if start < now { faults.add(BookingFault(.start, .inThePast)) }
            if start > now.advanced(by: BookingLimits.aheadMax) { faults.add(BookingFault(.start, .tooFarAhead)) }
        }
        let zone = VenueZone(timeZone)
        if zone == nil { faults.add(BookingFault(.timeZone, .unknownZone)) }
        faults.add(dateFaults())
        if let recurrence { faults.add(recurrenceFaults(recurrence, zone)) }
        return faults.all
    }

    private func recurrenceFaults(_ recurrence: Recurrence, _ zone: VenueZone?) -> [BookingFault] {
        var faults = Faults()
        if !BookingLimits.recurrenceInterval.contains(recurrence.interval) {
            faults.add(BookingFault(.recurrence, .outOfRange, part: "interval"))
        } else if start.duration(to: end) > recurrence.distanceMin {
            faults.add(BookingFault(.recurrence, .overlapsAnother, part: "interval"))
        }
        if let zone {
            let days = recurrence.endDate.daysSinceEpoch - zone.day(of: start).daysSinceEpoch
            if days < 0 { faults.add(BookingFault(.recurrence, .beforeStart, part: "endDate")) }
            if Duration.seconds(days * 86_400) > BookingLimits.aheadMax {
                faults.add(BookingFault(.recurrence, .tooFarAhead, part: "endDate"))
            }
        }
        return faults.all
    }

    /// The dates of a booking are leases of one venue, which could never be had if they overlapped.
    private func dateFaults() -> [BookingFault] {
        guard let first = eventDates.first else { return [] }
        var faults = Faults()
        faults.count(eventDates.count, .eventDates, max: BookingLimits.eventDatesMax)
        if recurrence != nil { faults.add(BookingFault(.eventDates, .exclusive(with: .recurrence))) }
        if first != start { faults.add(BookingFault(.eventDates, .notTheStart, at: 0)) }
        for index in eventDates.indices.dropFirst() where eventDates[index] <= eventDates[index - 1] {
            let isRepeated = eventDates[index] == eventDates[index - 1]
            faults.add(BookingFault(.eventDates, isRepeated ? .repeated : .unordered, at: index))
        }
        let duration = start.duration(to: end)
        for index in eventDates.indices.dropFirst() where eventDates[index] > eventDates[index - 1] {
            if eventDates[index - 1].duration(to: eventDates[index]) < duration {
                faults.add(BookingFault(.eventDates, .overlapsAnother, at: index))
            }
        }
        if let last = eventDates.last, start.duration(to: last) > BookingLimits.aheadMax {
            faults.add(BookingFault(.eventDates, .tooFarAhead, at: eventDates.count - 1))
        }
        return faults.all
    }
}
