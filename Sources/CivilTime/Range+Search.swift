extension Range<Int> {
    /// The first number for which a condition holds; the upper bound when it holds for none.
    ///
    /// It looks at few of the numbers: once the condition holds for one, it must hold for all greater ones.
    @inlinable public func searchFirst(where condition: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
