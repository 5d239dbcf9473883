import { describeMatrix } from './describe-matrix.ts';

describeMatrix('vb365');
