extension Range<Int> {
    /// The first number for which a condition holds; the upper bound when there is none.
    ///
    /// A binary search: once the condition holds for a number, it must hold for all greater ones.
    @inlinable public func searchFirst(where condition: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
