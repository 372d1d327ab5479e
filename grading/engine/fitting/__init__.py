"""Fitting a calibration and measuring it; scikit-learn is needed here and nowhere else."""
